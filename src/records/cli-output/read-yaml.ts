import { isAlias, isScalar, type ParsedNode, parseAllDocuments, visit } from 'yaml';
import { noteFailure, type SourceTally } from '../../sources/tally.ts';
import { createJsonReader } from '../json/read-json.ts';
import type { SourceReaders } from '../kinds.ts';
import type { StepReader } from '../step-reader.ts';

/** Whether a first line is that of an answer of the AWS CLI with `--output yaml`, or `yaml-stream`, which makes a list of pages. */
export function isYamlAnswer(line: string): boolean {
  return ANSWER.test(line);
}

/**
 * Reads an answer of the AWS CLI as YAML as if it had been JSON: nothing but maps, lists and texts, which the CLI
 * prints; tags, anchors and aliases are none of it. It is parsed whole, so its size is bounded.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html
 */
export function createYamlReader(tally: SourceTally, readers: SourceReaders): StepReader {
  const pieces: Buffer[] = [];
  let bytes = 0;
  return {
    push(chunk) {
      bytes += chunk.length;
      if (bytes <= MOST_BYTES) pieces.push(Buffer.from(chunk));
      return [];
    },
    *end() {
      // Of YAML that breaks off, what is left looks whole.
      if (tally.failure !== null) return;
      const parsed = bytes <= MOST_BYTES ? parse(Buffer.concat(pieces).toString('utf8')) : TOO_LONG;
      if (!parsed.ok) {
        noteFailure(tally, `an answer of the AWS CLI as YAML, ${parsed.reason}: ask again with --output json`);
        return;
      }
      const json = createJsonReader(tally, readers);
      yield* json.push(Buffer.from(parsed.pages.map((page) => JSON.stringify(page)).join('\n')));
      yield* json.end();
    },
  };
}

type Parsed =
  | { readonly ok: true; readonly pages: readonly unknown[] }
  | { readonly ok: false; readonly reason: string };

function parse(text: string): Parsed {
  if (isNestedDeeply(text)) return { ok: false, reason: 'nested too deeply' };
  const documents = parseAllDocuments(text, { logLevel: 'silent', prettyErrors: false });
  const pages: unknown[] = [];
  for (const document of Array.isArray(documents) ? documents : []) {
    if (document.errors.length > 0) return { ok: false, reason: 'not valid' };
    let isPlain = true;
    visit(document, {
      Node(_, node) {
        isPlain &&= !isAlias(node) && node.anchor === undefined && node.tag === undefined;
        // Account ids may begin with a zero, and integers be longer than a number can tell.
        if (isScalar(node) && typeof node.value === 'number') node.value = numberOf(node);
      },
    });
    if (!isPlain) return { ok: false, reason: 'with tags, anchors or aliases' };
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    pages.push(...(Array.isArray(value) ? value : [value]));
  }
  return { ok: true, pages };
}

function numberOf({
  value,
  source,
}: Pick<ParsedNode & { value: unknown }, 'value'> & { source?: string | undefined }): unknown {
  return String(value) === source ? value : (source ?? value);
}

/** The parser calls itself for every level; the CLI indents each by two blanks, or brackets it. */
function isNestedDeeply(text: string): boolean {
  return DEEP_INDENT.test(text) || DEEP_DASHES.test(text) || DEEP_BRACKETS.test(text);
}

const ANSWER =
  /^(?:- )?(?:Events|Contents|Versions|DeleteMarkers|CommonPrefixes|IsTruncated|InventoryConfiguration|InventoryConfigurationList|Policy|KeyMetadata|EventSelectors|AdvancedEventSelectors|TrailARN|IsLogging|LatestCloudWatchLogsDeliveryTime|LatestDeliveryTime|ResultSet|QueryResultRows|QueryStatus|Messages|events|results|configurationItems|ServerSideEncryptionConfiguration):(?: |$)/;
const MOST_BYTES = 8 * 1024 * 1024;
const TOO_LONG: Parsed = { ok: false, reason: `longer than ${MOST_BYTES} bytes` };
const DEEP_INDENT = /^ {200}/m;
const DEEP_DASHES = /^ *(?:- ){50}/m;
const DEEP_BRACKETS = /[[{](?:\s*[[{]){50}/;
