import type { CaseOptions } from '../case/case.ts';
import { ForensicsError } from '../errors.ts';
import { compareText } from '../order.ts';
import type { Gathered } from '../sightings/gather.ts';
import type { CaseQuestion } from './case-question.ts';
import { chooseDocument, signsOf } from './signs.ts';

/** More than any account has buckets by default, and far more than anybody reads. */
const MOST_CASES = 1000;

/**
 * The cases that are asked about: what flags and case documents say, or each configuration of which the evidence speaks
 * where they leave that open. Always at least one, of which nothing need be known.
 *
 * @throws ForensicsError `usage` where there are more than anybody could read
 */
export function casesAsked(question: CaseQuestion, gathered: Gathered): readonly CaseOptions[] {
  const flags = withoutUndefined(question.case);
  const told = gathered.cases.length < 2 ? gathered.cases : gathered.cases.filter((one) => isOf(one, flags));
  const [only = {}, ...others] = told;
  if (others.length > 0) return told.map((one) => ({ ...one, ...flags }));
  const given = { ...only, ...flags };
  // Named whole: no key need be looked at to tell which it is.
  if (given.sourceBucket !== undefined && given.configurationId !== undefined) return [given];
  const named = configurationsNamed({ ...question, case: given }, gathered);
  if (named.length > MOST_CASES) {
    throw new ForensicsError(
      'usage',
      `the evidence speaks of ${named.length} ${question.profile.words.configuration}s, more than ${MOST_CASES}`,
      { hint: 'narrow it down with --source-bucket, --destination-bucket or --configuration-id' },
    );
  }
  return named.length < 2 ? [given] : named.map((names) => ({ ...given, ...names }));
}

/** Every configuration by its names, in their order; of a document alone the source need not be known. */
function configurationsNamed(question: CaseQuestion, gathered: Gathered): readonly CaseOptions[] {
  const { case: given } = question;
  const chosen = chooseDocument(given, gathered);
  const id = given.configurationId ?? chosen?.id;
  const named = new Map<string, CaseOptions>();
  const add = (configurationId: string, sourceBucket: string | undefined): void => {
    if (id !== undefined && configurationId !== id) return;
    if (given.sourceBucket !== undefined && sourceBucket !== undefined && sourceBucket !== given.sourceBucket) return;
    const source = sourceBucket ?? given.sourceBucket;
    named.set(`${source ?? ''}\n${configurationId}`, {
      configurationId,
      ...(source === undefined ? {} : { sourceBucket: source }),
    });
  };
  for (const sign of signsOf(question, gathered, id)) add(sign.configurationId, sign.sourceBucket);
  for (const { action, succeeded } of gathered.calls) {
    if (!succeeded || action.kind !== 'put-inventory-configuration' || action.id === null) continue;
    const destination = action.configuration.state === 'known' ? action.configuration.value.destinationBucket : null;
    const isElsewhere = destination !== null && given.destinationBucket !== undefined;
    if (!isElsewhere || destination === given.destinationBucket) add(action.id, action.bucket);
  }
  const ids = new Set([...named.values()].map(({ configurationId }) => configurationId));
  for (const { value, of } of gathered.configurations) {
    const isElsewhere = given.destinationBucket !== undefined && value.destinationBucket !== given.destinationBucket;
    if ((of !== null || !ids.has(value.id)) && !isElsewhere) add(value.id, of ?? undefined);
  }
  return [...named].sort(([a], [b]) => compareText(a, b)).map(([, names]) => names);
}

/** Whether a case that is told may be the one that the flags speak of. */
function isOf(told: CaseOptions, flags: CaseOptions): boolean {
  const names = ['sourceBucket', 'configurationId', 'destinationBucket'] as const;
  return names.every((name) => told[name] === undefined || flags[name] === undefined || told[name] === flags[name]);
}

function withoutUndefined(options: CaseOptions): CaseOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
