import { ForensicsError } from '../errors.ts';
import { addTo } from '../groups.ts';
import { compareText } from '../order.ts';
import type { CaseOptions } from './case.ts';

/** A case as a file of the evidence tells it. */
export interface CaseDocument {
  readonly options: CaseOptions;
  readonly source: string;
}

/**
 * The cases that the documents tell of. Documents that agree complete each other; where they do not, each that names
 * its source bucket and configuration is a case of its own.
 *
 * @throws ForensicsError `malformed-case` when two documents of one case contradict each other, whatever it is of
 */
export function casesOf(documents: readonly CaseDocument[]): readonly CaseOptions[] {
  if (documents.length === 0) return [];
  const together = merged(documents);
  if ('options' in together) return [together.options];
  const named = new Map<string, CaseDocument[]>();
  for (const document of documents) {
    const { sourceBucket, configurationId } = document.options;
    if (sourceBucket === undefined || configurationId === undefined) throw contradiction(together);
    addTo(named, `${sourceBucket}\n${configurationId}`, document);
  }
  const cases = [...named].sort(([a], [b]) => compareText(a, b)).map(([, ofCase]) => merged(ofCase));
  return cases.map((found) => {
    if ('options' in found) return found.options;
    throw contradiction(found);
  });
}

interface Conflict {
  readonly source: string;
  readonly member: string;
}

function merged(documents: readonly CaseDocument[]): { readonly options: CaseOptions } | Conflict {
  const options: Record<string, unknown> = {};
  for (const document of documents) {
    for (const [member, value] of Object.entries(document.options)) {
      if (value === undefined) continue;
      if (options[member] !== undefined && options[member] !== value) return { source: document.source, member };
      options[member] = value;
    }
  }
  return { options };
}

function contradiction({ source, member }: Conflict): ForensicsError {
  return new ForensicsError(
    'malformed-case',
    `${source}: ${member} contradicts another case document in the evidence`,
    { hint: 'several cases may be told in one evidence, each document with its sourceBucket and configurationId' },
  );
}
