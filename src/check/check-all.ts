import { diffPolicies } from '../policy/document/diff.ts';
import { type CheckOptions, check } from './check.ts';
import type { CheckedReports, CheckNote, CheckRemedy, CheckReport, SharedRemedy } from './contract.ts';
import type { CheckInputs } from './inputs.ts';
import { policyDocument } from './read-policy.ts';
import { listed } from './summarize.ts';

/**
 * Judges deliveries, and what mends one of them for all others into the same bucket: an edit that would stop another is
 * withheld, one that leaves others stopped says so, and one policy is drafted that lets all of them in.
 */
export function checkAll(all: readonly CheckInputs[], options?: CheckOptions): CheckedReports {
  const checked = all.map((inputs): Checked => ({ inputs, report: check(inputs, options) }));
  const reports = checked.map((one) => {
    const others = checked.filter((other) => other !== one && isShared(one.inputs, other.inputs));
    return others.length === 0 ? one.report : besideOthers(one.report, others);
  });
  const buckets = [...new Set(all.map(({ destinationBucket }) => destinationBucket))];
  const remedies = buckets.flatMap((bucket) => {
    const sharing = checked.filter(({ inputs }) => inputs.destinationBucket === bucket);
    return mendTogether(bucket, sharing) ?? [];
  });
  return { reports, remedies };
}

interface Checked {
  readonly inputs: CheckInputs;
  readonly report: CheckReport;
}

function isShared(one: CheckInputs, other: CheckInputs): boolean {
  return one.destinationBucket === other.destinationBucket && one.policy.state === 'document';
}

/** The report, with what its remedy does to the other deliveries. */
function besideOthers(report: CheckReport, others: readonly Checked[]): CheckReport {
  const { remedy } = report;
  if (remedy?.replaces !== 'bucket-policy') return report;
  const after = others.map((other) => ({ ...other, after: withPolicy(other.inputs, remedy) }));
  const broken = after.filter((one) => one.report.decision === 'allowed' && one.after.decision !== 'allowed');
  if (broken.length > 0) {
    const why = `the bucket policy is not mended: the edit would stop ${namesOf(broken)}`;
    const [first = null, ...rest] = report.furtherRemedies;
    return { ...report, remedy: first, furtherRemedies: rest, remedyWithheld: [...report.remedyWithheld, why] };
  }
  const stopped = after.filter((one) => one.after.decision === 'denied');
  const warnings = stopped.length === 0 ? [] : [stillStopped(stopped)];
  return { ...report, remedy: { ...remedy, warnings: [...remedy.warnings, ...warnings] } };
}

function stillStopped(stopped: readonly Checked[]): CheckNote {
  const message = `with this edit alone the policy still stops ${namesOf(stopped)}: what spares one source spares no other`;
  return { code: 'others-still-stopped', message };
}

/** One policy for all deliveries into a bucket, mended for one after the other; null where one edit does. */
function mendTogether(bucket: string, sharing: readonly Checked[]): SharedRemedy | null {
  const [first] = sharing;
  const stopped = sharing.filter(
    ({ report }) => report.decision === 'denied' && report.remedy?.replaces === 'bucket-policy',
  );
  if (first === undefined || stopped.length < 2) return null;
  const done: CheckRemedy[] = [];
  for (const { inputs, report } of stopped) {
    const last = done.at(-1);
    const { remedy } = last === undefined ? report : withPolicy(inputs, last);
    if (remedy?.replaces === 'bucket-policy') done.push(remedy);
  }
  const mended = done.at(-1);
  if (mended === undefined) return null;
  const isWhole = sharing.every(({ inputs, report }) => {
    const { decision } = withPolicy(inputs, mended);
    return report.decision !== 'allowed' || decision === 'allowed';
  });
  if (!isWhole) return null;
  const { policy } = first.inputs;
  const warnings = new Map(done.flatMap((remedy) => remedy.warnings).map((one) => [`${one.code} ${one.message}`, one]));
  const remedy: CheckRemedy = {
    replaces: 'bucket-policy',
    description: done.map(({ description }) => description).join('; '),
    document: mended.document,
    diff: diffPolicies(policy.state === 'document' ? policy.document : null, mended.document),
    verified: true,
    warnings: [...warnings.values()],
  };
  return { bucket, remedy };
}

/** The delivery with a mended policy in the place of the one that is there. */
function withPolicy(inputs: CheckInputs, { document }: CheckRemedy): CheckReport {
  const writer = inputs.policy.state === 'document' ? inputs.policy.writer : null;
  return check({ ...inputs, policy: policyDocument(document, 'the mended policy', writer) });
}

function namesOf(all: readonly Checked[]): string {
  return listed([...new Set(all.map(({ report }) => report.profile))]);
}
