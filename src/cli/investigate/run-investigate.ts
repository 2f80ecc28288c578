import { counted } from '../../display/quantities.ts';
import { ForensicsError } from '../../errors.ts';
import { investigateAll } from '../../investigate.ts';
import type { EvidenceEntry } from '../../report/contract.ts';
import { exitCodeOf, exitCodeOfSurvey } from '../../report/exit-code.ts';
import { REPORT_FORMATS } from '../../report/formats.ts';
import type { Survey } from '../../report/survey/contract.ts';
import { caseName } from '../../report/survey/words.ts';
import { isReadKind, whyUnread } from '../../report/text/evidence.ts';
import { type EvidenceInput, pathsOf } from '../../sources/input.ts';
import type { SourceTally } from '../../sources/tally.ts';
import { hasTemporaryDirectory } from '../../sources/temporary-directory.ts';
import { programVersion } from '../../version.ts';
import { type Flags, switchFlag, textFlag } from '../command.ts';
import { openEvidence } from '../options/open-evidence.ts';
import { awsAccess } from '../options/resolve-aws.ts';
import { deliverReport } from '../terminal/deliver-report.ts';
import type { Diagnostics } from '../terminal/diagnostics.ts';
import { followReading } from '../terminal/evidence-progress.ts';
import { openTerminal } from '../terminal/open-terminal.ts';
import type { Shell } from '../terminal/shell.ts';
import { checkOutputs, writeWhole } from '../terminal/write-whole.ts';
import { keepHeapLean } from './lean-heap.ts';
import { recordedOptions } from './recorded-options.ts';
import { renderAnswer } from './render-answer.ts';
import { type ResolvedInvestigate, resolveInvestigate } from './resolve-investigate.ts';

/** What `investigate` does once it is known that it is meant; returns the exit code. */
export async function runInvestigate(operands: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  if (switchFlag(flags, 'live') && switchFlag(flags, 'athena')) {
    throw new ForensicsError('usage', '--live and --athena are two ways to the same logs: give one of them', {
      hint: 'collect --out DIR, then investigate --athena DIR, takes settings from AWS and logs from Athena',
    });
  }
  const replayed = textFlag(flags, 'replay');
  if (replayed !== undefined) {
    return (await import('./replay-run.ts')).replayRun(replayed, operands, flags, shell);
  }
  // What is asked must make sense before AWS is.
  const resolved = resolveInvestigate(flags, shell.now());
  if (switchFlag(flags, 'athena')) {
    const [{ withAthenaEvidence }, { resolveAthena }] = await Promise.all([
      import('./athena-evidence.ts'),
      import('../options/resolve-athena.ts'),
    ]);
    const now = resolved.options.case.now ?? shell.now();
    const accounts = textFlag(flags, 'accounts');
    const pairs = new Map(accounts === undefined ? [] : [['accounts', accounts]]);
    const given = { pairs, since: textFlag(flags, 'since'), until: textFlag(flags, 'until'), now };
    const { diagnostics } = openTerminal(shell, flags);
    return withAthenaEvidence({ target: resolveAthena(flags), given }, diagnostics, operands.length > 0, (answers) =>
      investigateEvidence(operands, answers, resolved, flags, shell),
    );
  }
  if (switchFlag(flags, 'live')) {
    const { withLiveEvidence } = await import('./live-evidence.ts');
    return withLiveEvidence(flags, shell, (directory) =>
      investigateEvidence([directory, ...operands], [], resolved, flags, shell),
    );
  }
  return investigateEvidence(operands, [], resolved, flags, shell);
}

/** @param answers evidence that is no argument: of queries */
async function investigateEvidence(
  operands: readonly string[],
  answers: readonly EvidenceInput[],
  { options, outputs, failOn }: ResolvedInvestigate,
  flags: Flags,
  shell: Shell,
): Promise<number> {
  if (operands.length + answers.length === 0) {
    throw new ForensicsError('no-evidence', 'investigate: no evidence was given', {
      hint: 'usage: inventory-forensics investigate [options] FILE|DIRECTORY|- ...',
    });
  }
  // The period limits what is told, not what is reasoned from: all that is there is read.
  const period = { since: null, until: null };
  const evidence = operands.length === 0 ? null : await openEvidence({ operands, period, access: awsAccess(flags) });
  const inputs = [...(evidence?.inputs ?? []), ...answers];
  const files = outputs.flatMap(({ path }) => (path === null ? [] : [path]));
  const read = pathsOf(inputs);
  checkOutputs(files, read);
  const { remedyFile = null } = options;
  const { progress, diagnostics } = openTerminal(shell, flags);
  const to = { shell, diagnostics, color: flags['color'] !== false, full: switchFlag(flags, 'full') };
  if (remedyFile !== null) checkOutputs([remedyFile], read, { flag: '--remedy-out', taken: files });
  const recordFile = textFlag(flags, 'record') ?? null;
  if (recordFile !== null) {
    checkOutputs([recordFile], read, { flag: '--record', taken: remedyFile === null ? files : [...files, remedyFile] });
  }
  // Collecting takes its time, and what was collected is not of the future.
  const clock = shell.now();
  let tallies: readonly SourceTally[] = [];
  let listen = () => {};
  // A line to take off the screen, a directory to remove: else there is nothing to do before the end.
  const letGo = () => {
    if (!hasTemporaryDirectory()) listen = shell.endAtOnce?.() ?? listen;
  };
  if (shell.stderr.isTTY !== true || switchFlag(flags, 'quiet')) letGo();
  const letGrow = keepHeapLean();
  const answer = await investigateAll({
    ...options,
    clock,
    inputs,
    onReading: (begun) => {
      tallies = begun;
      followReading(progress, inputs, begun);
    },
    onRead: () => {
      progress.done();
      letGo();
      letGrow();
    },
  }).finally(() => {
    letGrow();
    listen();
    progress.done();
    evidence?.close();
  });
  const { evidence: sources, warnings } = answer.kind === 'survey' ? answer.survey : answer.report;
  refuseJunk(sources, options.failedExports);
  if (recordFile !== null) {
    const { printRecord } = await import('../../custody/run-record.ts');
    const run = { version: programVersion(), clock, inputs, tallies, answer, options: recordedOptions(flags, options) };
    writeWhole(recordFile, [printRecord(run)]);
    diagnostics.progress(`Wrote ${recordFile} (record of the run).`);
  }
  if (answer.kind === 'survey') checkSurvey(answer.survey, { options, outputs }, diagnostics);
  else if (remedyFile !== null) {
    const { writeRemedy } = await import('./write-remedy.ts');
    writeRemedy(answer.report, remedyFile, { diagnostics, taken: files, evidence: read });
  }
  await deliverReport({ outputs, warnings, render: (format, style) => renderAnswer(answer, format, style) }, to);
  return answer.kind === 'survey' ? exitCodeOfSurvey(answer.survey, { failOn }) : exitCodeOf(answer.report, { failOn });
}

/**
 * A report on nothing would say nothing.
 *
 * @throws ForensicsError `nothing-read` when no source gave anything
 */
function refuseJunk(sources: readonly EvidenceEntry[], failedExports: readonly unknown[]): void {
  const [first, ...others] = sources.filter(({ kind }) => kind !== 'archive');
  if (sources.some(({ kind }) => isReadKind(kind)) || failedExports.length > 0) return;
  if (first === undefined) throw new ForensicsError('nothing-read', 'nothing that was given holds evidence');
  const rest = others.length === 0 ? '' : `; ${counted(others.length, 'more source')} could not be used either`;
  throw new ForensicsError('nothing-read', `${first.source}: ${whyUnread(first)}${rest}`, {
    hint: 'no report can be made of this',
  });
}

/**
 * Several cases: what is of one incident asks to narrow down.
 *
 * @throws ForensicsError `usage`
 */
function checkSurvey(
  survey: Survey,
  { options, outputs }: Pick<ResolvedInvestigate, 'options' | 'outputs'>,
  diagnostics: Diagnostics,
): void {
  const ofOne = outputs.find(({ format }) => REPORT_FORMATS[format].survey === null);
  const asked =
    ofOne !== undefined
      ? `--format ${ofOne.format}`
      : (options.remedyFile ?? null) !== null
        ? '--remedy-out'
        : options.failedExports.length > 0
          ? '--failed-export'
          : null;
  if (asked !== null) {
    const names = survey.reports.map(({ case: found }) => caseName(found));
    throw new ForensicsError(
      'usage',
      `${asked} tells of one inventory, and the evidence speaks of ${names.length}: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' ...' : ''}`,
      { hint: 'say which with --source-bucket and --configuration-id' },
    );
  }
  for (const { source } of survey.evidence.filter(({ kind }) => kind === 'console-error')) {
    diagnostics.warn(`${source} does not say which inventory failed: it counts where one is named`);
  }
}
