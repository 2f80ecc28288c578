import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../../src/report/json.ts';
import { brokenReport, deliveringReport, threePhasesReport, twoIncidentsReport } from './example-reports.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'src', 'report', 'report.schema.json'), 'utf8'),
);
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
formats.default(ajv);
const validate = ajv.compile(schema);

const EXAMPLES: readonly (readonly [string, object])[] = [
  ['broken', JSON.parse(renderJson(brokenReport()))],
  ['two incidents', JSON.parse(renderJson(twoIncidentsReport()))],
  ['three phases', JSON.parse(renderJson(threePhasesReport()))],
  ['delivering', JSON.parse(renderJson(deliveringReport()))],
];

describe('report.schema.json', () => {
  it.each(EXAMPLES)('accepts the %s report', (_, report) => {
    validate(report);
    expect(validate.errors).toBeNull();
  });

  it('accepts the example of the documentation', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'json-report.md'), 'utf8');
    const examples = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, json]) => JSON.parse(json ?? ''));
    expect(examples).toHaveLength(1);
    validate(examples[0]);
    expect(validate.errors).toBeNull();
    expect(renderJson(examples[0])).toBe(`${JSON.stringify(examples[0], null, 2)}\n`);
  });

  it.each(EXAMPLES)('misses every field that is taken out of the %s report', (_, report) => {
    const accepted: string[] = [];
    for (const { path, at, parent, key } of membersOf(report)) {
      const { [key]: removed, ...rest } = parent;
      if (isValid(at(rest))) accepted.push(path);
      expect(removed).toBeDefined();
    }
    expect([...new Set(accepted.map(withoutIndices))].filter((path) => !OPTIONAL.has(path))).toEqual([]);
  });

  it.each(EXAMPLES)('refuses a field that nobody knows anywhere in the %s report', (_, report) => {
    const accepted = [...objectsOf(report)]
      .filter(({ at, value }) => isValid(at({ ...value, unheardOf: null })))
      .map(({ path }) => path);
    expect(accepted).toEqual([]);
  });

  it.each(EXAMPLES)('refuses a value of another type anywhere in the %s report', (_, report) => {
    const accepted = [...membersOf(report)]
      .filter(({ at, parent, key }) => isValid(at({ ...parent, [key]: ['of another type', 7] })))
      .map(({ path }) => path);
    expect(accepted).toEqual([]);
  });

  it.each(EXAMPLES)('refuses a time that is not UTC with Z in the %s report', (_, report) => {
    const times = [...membersOf(report)].filter(
      ({ parent, key }) => typeof parent[key] === 'string' && /^\d{4}-\d\d-\d\dT\d\d:/.test(parent[key]),
    );
    expect(times.length).toBeGreaterThan(1);
    for (const wrong of ['2026-02-20T12:00:00', '2026-02-20T12:00:00+01:00', '2026-02-20', '2026-02-30T12:00:00Z']) {
      expect(times.filter(({ at, parent, key }) => isValid(at({ ...parent, [key]: wrong })))).toEqual([]);
    }
  });

  it('refuses words outside the lists of the contract', () => {
    const worded = [twoIncidentsReport(), threePhasesReport()]
      .flatMap((report) => [...membersOf(JSON.parse(renderJson(report)))])
      .filter(({ path }) => ENUMS.has(withoutIndices(path)));
    expect(new Set(worded.map(({ path }) => withoutIndices(path)))).toEqual(ENUMS);
    for (const { path, at, parent, key } of worded) {
      expect([path, isValid(at({ ...parent, [key]: 'elsewise' }))]).toEqual([path, false]);
    }
  });

  it('refuses an incident without a phase', () => {
    const report = JSON.parse(renderJson(brokenReport()));
    expect(isValid(report)).toBe(true);
    expect(isValid({ ...report, incidents: [{ ...report.incidents[0], phases: [] }] })).toBe(false);
  });

  it.each([
    ['schemaVersion', { schemaVersion: '2' }],
    ['an account id of eleven digits', { case: { ...brokenReport().case, sourceAccount: '11112222333' } }],
    ['an hourly schedule', { case: { ...brokenReport().case, frequency: 'Hourly' } }],
    ['another program', { tool: { name: 'other', version: '1.0.0' } }],
  ])('refuses %s', (_, wrong) => {
    expect(isValid({ ...brokenReport(), ...wrong })).toBe(false);
  });
});

/** Fields that a report may leave out, by path without array positions. */
const OPTIONAL: ReadonlySet<string> = new Set([
  '/timeline/change',
  '/timeline/run',
  '/warnings/evidence',
  '/evidence/rejects',
  '/evidence/failure',
  '/incidents/remedy/diff',
  '/incidents/remedy/warnings',
  '/records/line',
  ...['/timeline', '/warnings', '/timeline/change', ...changesOf('/incidents')].flatMap((path) => [
    `${path}/evidence/line`,
    `${path}/evidence/record`,
  ]),
]);

const ENUMS: ReadonlySet<string> = new Set([
  '/outcome',
  '/case/frequency',
  '/incidents/status',
  '/incidents/culprit/confidence',
  '/incidents/phases/culprit/confidence',
  '/incidents/phases/culprit/limits/atMost',
  '/incidents/phases/cause/link',
  '/incidents/phases/cause/decision',
  '/incidents/candidates/assessment',
  '/incidents/candidates/link',
  '/incidents/candidates/actor/tool',
  '/incidents/cause/link',
  '/incidents/cause/decision',
  '/incidents/stillDenied/cause/link',
  '/incidents/stillDenied/cause/decision',
  '/timeline/kind',
  '/path/link',
  '/path/states/state',
  '/coverage/kind',
]);

function changesOf(incident: string): string[] {
  return [
    `${incident}/culprit/change`,
    `${incident}/candidates`,
    `${incident}/restoredBy`,
    `${incident}/phases/culprit/change`,
    `${incident}/stillDenied/change`,
  ];
}

function isValid(report: unknown): boolean {
  return validate(report);
}

type Fields = Readonly<Record<string, unknown>>;

interface FoundObject {
  readonly path: string;
  readonly value: Fields;
  /** The whole report with this object replaced. */
  readonly at: (replacement: unknown) => unknown;
}

/** Every object of the report, documents aside, which may hold anything. */
function* objectsOf(value: unknown, path = '', at: FoundObject['at'] = (it) => it): Generator<FoundObject> {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      yield* objectsOf(element, `${path}/${index}`, (it) => at(value.with(index, it)));
    }
  } else if (
    typeof value === 'object' &&
    value !== null &&
    !/\/(document|replaces|replaced\/(before|after))$/.test(path)
  ) {
    const fields = value as Fields;
    yield { path, value: fields, at };
    for (const [key, member] of Object.entries(fields)) {
      yield* objectsOf(member, `${path}/${key}`, (it) => at({ ...fields, [key]: it }));
    }
  }
}

function* membersOf(
  report: unknown,
): Generator<{ path: string; key: string; parent: Fields; at: (parent: unknown) => unknown }> {
  for (const { path, value, at } of objectsOf(report)) {
    for (const key of Object.keys(value)) yield { path: `${path}/${key}`, key, parent: value, at };
  }
}

function withoutIndices(path: string): string {
  return path.replace(/\/\d+(?=\/|$)/g, '');
}
