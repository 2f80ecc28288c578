import { layOut, type TextStyle } from '../display/lay-out.ts';
import { apart, BLANK, type Block, field, heading, type Inline, line, span, type Tone } from '../display/page.ts';
import { asSentence } from '../display/sentence.ts';
import type {
  CheckDecision,
  CheckNote,
  CheckRemedy,
  CheckReport,
  Requirement,
  RequirementStatus,
  SharedRemedy,
} from './contract.ts';

/**
 * The answer for reading; several deliveries begin with a line each. Of each: the verdict first, then each requirement, the remedies with the whole mended documents, what
 * was assumed and what to know besides. Everything foreign is escaped when it is laid out.
 */
export function renderCheckText(
  reports: readonly CheckReport[],
  style: TextStyle,
  remedies: readonly SharedRemedy[] = [],
): string {
  const texts = reports.map((report) => renderOne(report, style));
  if (reports.length < 2) return texts.join('');
  const answers = reports.map((report) =>
    line(2, [nameOf(report), span(DECISION_TONES[report.decision], report.summary)]),
  );
  const head = [heading(`${reports.length} DELIVERIES`), ...answers];
  const together = remedies.map(({ bucket, remedy }) =>
    layOut(remedyBlocks(remedy, `REMEDY FOR ALL DELIVERIES TO ${bucket}`), style),
  );
  return [layOut(head, style), ...texts, ...together].join('\n');
}

function nameOf({ profile, delivery: { configurationId } }: CheckReport): string {
  if (profile !== 's3-inventory') return `${profile}: `;
  return configurationId === null ? '' : `${configurationId}: `;
}

function renderOne(report: CheckReport, style: TextStyle): string {
  const remedies = [...(report.remedy === null ? [] : [report.remedy]), ...report.furtherRemedies];
  const sections: readonly (readonly Block[])[] = [
    [line(0, span(DECISION_TONES[report.decision], report.summary)), BLANK, ...deliveryFields(report)],
    [heading('REQUIREMENTS'), ...report.requirements.flatMap(requirementBlocks)],
    ...report.explain.map(({ document, lines }) => [
      heading(`HOW THE ${document.replace(/ \(.*/s, '').toUpperCase()} WAS READ`),
      line(2, span('dim', document)),
      ...lines.map(treeLine),
    ]),
    ...remedies.map((remedy) => remedyBlocks(remedy)),
    ...(report.remedyWithheld.length === 0
      ? []
      : [[heading('NOT MENDED'), ...report.remedyWithheld.map((reason) => line(2, asSentence(reason)))]]),
    ...noteSection('ASSUMED', report.assumptions),
    ...noteSection('WARNINGS', report.warnings),
  ];
  return layOut(apart(sections), style);
}

export const DECISION_TONES: Readonly<Record<CheckDecision, Tone>> = {
  allowed: 'good',
  denied: 'bad',
  depends: 'warn',
};

function deliveryFields({ profile, delivery }: CheckReport): Block[] {
  const { sourceBucket, sourceArn, sourceAccount, destinationBucket, destinationPrefix } = delivery;
  const { configurationId, encryption } = delivery;
  const source = sourceBucket === null ? (sourceArn ?? 'not given') : `s3://${sourceBucket}`;
  const isInventory = profile === 's3-inventory';
  const prefix = destinationPrefix === null || destinationPrefix === '' ? '' : `/${destinationPrefix}`;
  return [
    ...(isInventory ? [] : [field('Delivery', profile, 0)]),
    field('From', `${source} (${sourceAccount === null ? 'account not given' : `account ${sourceAccount}`})`, 0),
    field('To', `s3://${destinationBucket}${prefix}`, 0),
    ...(isInventory ? [field('Configuration', configurationId ?? 'any', 0)] : []),
    field('Encryption', encryption ?? 'not given', 0),
  ];
}

function requirementBlocks({ id, status, statement, conditionKeys, explanation }: Requirement): Block[] {
  const { mark, tone } = MARKS[status];
  const cells = [{ width: MARK_WIDTH, content: span(tone, mark) }];
  const title: Inline = [span('strong', TITLES[id]), `: ${withStop(explanation)}`];
  const decided: Block[] =
    statement === null
      ? []
      : [field('statement', `${statement.sid ?? 'without Sid'}, Statement[${statement.index}]`, 2 + MARK_WIDTH)];
  const keys: Block[] =
    conditionKeys.length === 0 ? [] : [field('condition keys', conditionKeys.join(', '), 2 + MARK_WIDTH)];
  return [{ kind: 'row', indent: 2, cells, content: title }, ...decided, ...keys];
}

const MARK_WIDTH = 9;

const MARKS: Readonly<Record<RequirementStatus, { readonly mark: string; readonly tone: Tone }>> = {
  pass: { mark: 'pass', tone: 'good' },
  fail: { mark: 'FAIL', tone: 'bad' },
  unknown: { mark: 'unknown', tone: 'warn' },
  'not-applicable': { mark: 'n/a', tone: 'dim' },
};

const TITLES: Readonly<Record<Requirement['id'], string>> = {
  'destination-policy-allows': 'Destination policy',
  'no-deny-applies': 'Deny statements',
  'same-region': 'Region',
  'key-policy-allows': 'Key policy',
  'key-usable': 'Key',
  'destination-owner': 'Owner',
  'destination-form': 'Destination',
  'configuration-enabled': 'Configuration',
};

function withStop(phrase: string): string {
  return phrase.endsWith('.') ? phrase : `${phrase}.`;
}

/** One line of the tree: the indentation stays when it wraps. */
function treeLine(text: string): Block {
  const indent = text.length - text.trimStart().length;
  return line(4 + indent, text.trimStart());
}

function remedyBlocks(remedy: CheckRemedy, title = `REMEDY FOR THE ${NAMES[remedy.replaces].toUpperCase()}`): Block[] {
  return [
    heading(title),
    line(2, asSentence(remedy.description)),
    ...remedy.diff.map((text) => ({
      kind: 'row' as const,
      indent: 4,
      cells: [{ width: 2, content: span(text.startsWith('-') ? 'bad' : 'good', text.slice(0, 1)) }],
      content: text.slice(2),
    })),
    ...remedy.warnings.map(({ code, message }) =>
      line(2, [span('warn', `Careful: ${message}.`), span('dim', ` [${code}]`)]),
    ),
    line(2, span('dim', `Evaluated again: with this ${NAMES[remedy.replaces]} that part passes. Nothing was applied.`)),
    BLANK,
    { kind: 'json', indent: 0, document: remedy.document },
  ];
}

const NAMES: Readonly<Record<CheckRemedy['replaces'], string>> = {
  'bucket-policy': 'bucket policy',
  'key-policy': 'key policy',
  'inventory-configuration': 'inventory configuration',
};

function noteSection(title: string, notes: readonly CheckNote[]): Block[][] {
  if (notes.length === 0) return [];
  return [
    [
      heading(title),
      ...notes.map(
        ({ code, message }): Block => ({
          kind: 'row',
          indent: 2,
          cells: [{ width: 2, content: span('warn', '!') }],
          content: [asSentence(message), span('dim', ` [${code}]`)],
        }),
      ),
    ],
  ];
}
