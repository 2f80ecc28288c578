import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/contract.ts';
import { ECS_VERSION, renderEcs } from '../../src/report/ecs/render-ecs.ts';
import { OCSF_VERSION, renderOcsf } from '../../src/report/ocsf/render-ocsf.ts';
import { EDGE_REPORTS } from '../browser/edge-reports.ts';
import { SAMPLE_NAMES, sampleReport } from '../browser/sample-reports.ts';
import { casesOnDisk } from '../fabricate/cases-on-disk.ts';
import { ofEveryAnswer } from '../fabricate/covering.ts';
import { reportOf } from '../fabricate/run-case.ts';
import { actor, brokenReport, change, twoIncidentsReport } from './example-reports.ts';
import { ecsSchema, ECS_VERSION as PUBLISHED_ECS } from './upstream/ecs-schema.ts';
import { ocsfSchema, OCSF_VERSION as PUBLISHED_OCSF } from './upstream/ocsf-schema.ts';

interface Standard {
  readonly name: string;
  readonly render: (report: Report) => string;
  readonly schema: object;
  readonly linesOf: (report: Report) => number;
}

const ECS: Standard = {
  name: 'ECS',
  render: renderEcs,
  schema: ecsSchema('inventory_forensics'),
  linesOf: (report) => report.timeline.length,
};

const OCSF: Standard = {
  name: 'OCSF',
  render: renderOcsf,
  schema: ocsfSchema(),
  linesOf: (report) => report.timeline.filter(({ kind }) => kind !== 'missed-run' && kind !== 'captured-state').length,
};

let reports: readonly (readonly [string, Report])[] = [];

beforeAll(async () => {
  reports = [...(await samples()), ...(await scenarios()), ...examples()];
}, 120_000);

describe.each([ECS, OCSF])('$name lines', ({ render, schema, linesOf }) => {
  const isValid = validator(schema);

  it('are what the standard asks for, whatever the report', () => {
    expect(reports.length).toBeGreaterThan(50);
    for (const [name, report] of reports) {
      const lines = linesIn(render(report));
      expect(lines, name).toHaveLength(linesOf(report));
      for (const line of lines)
        expect(isValid(line) ? [] : isValid.errors, `${name}: ${JSON.stringify(line)}`).toEqual([]);
    }
  });

  it('are the same from run to run', () => {
    expect(render(brokenReport())).toBe(render(brokenReport()));
  });
});

describe('the schemas', () => {
  it('are of the versions that the lines name', () => {
    expect([ECS_VERSION, OCSF_VERSION]).toEqual([PUBLISHED_ECS, PUBLISHED_OCSF]);
  });

  it.each<[string, Standard, (line: Record<string, unknown>) => void]>([
    ['an ECS field that there is not', ECS, (line) => Object.assign(line, { severity: 'high' })],
    [
      'an ECS event of a kind that there is not',
      ECS,
      (line) => Object.assign(line['event'] as object, { kind: 'call' }),
    ],
    [
      'an ECS type that does not go with its category',
      ECS,
      (line) => Object.assign(line['event'] as object, { type: ['start'] }),
    ],
    [
      'an ECS category that is no list',
      ECS,
      (line) => Object.assign(line['event'] as object, { category: 'configuration' }),
    ],
    ['an ECS document without its version', ECS, (line) => delete line['ecs']],
    ['an ECS address that is none', ECS, (line) => Object.assign(line['source'] as object, { ip: 's3.amazonaws.com' })],
    ['an OCSF attribute that there is not', OCSF, (line) => Object.assign(line, { timestamp: 0 })],
    ['an OCSF event without its actor', OCSF, (line) => delete line['actor']],
    ['an OCSF actor without anybody', OCSF, (line) => Object.assign(line, { actor: {} })],
    ['an OCSF number that is none of the set', OCSF, (line) => Object.assign(line, { severity_id: 7 })],
    ['an OCSF word that is not that of its number', OCSF, (line) => Object.assign(line, { severity: 'Low' })],
    ['an OCSF word without its number', OCSF, (line) => Object.assign(line, { status_id: undefined })],
    ['an OCSF type that is not that of the class', OCSF, (line) => Object.assign(line, { type_uid: 600201 })],
  ])('refuse %s', (_, { render, schema }, spoil) => {
    const isValid = validator(schema);
    const line = linesIn(render(brokenReport())).find((one) => JSON.stringify(one).includes('PutBucketPolicy')) ?? {};
    expect(isValid(line)).toBe(true);
    spoil(line);
    expect(isValid(JSON.parse(JSON.stringify(line)))).toBe(false);
  });
});

function validator(schema: object): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

function linesIn(text: string): Record<string, unknown>[] {
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function samples(): Promise<(readonly [string, Report])[]> {
  return Promise.all(SAMPLE_NAMES.map(async (name) => [name, await sampleReport(name)] as const));
}

async function scenarios(): Promise<(readonly [string, Report])[]> {
  const reports: (readonly [string, Report])[] = [];
  for (const { name, folder, options } of ofEveryAnswer(casesOnDisk().cases))
    reports.push([name, await reportOf(folder, options)]);
  return reports;
}

/** Reports that strain a renderer, and every kind of caller. */
function examples(): (readonly [string, Report])[] {
  const callers = [
    'Root',
    'IAMUser',
    'AssumedRole',
    'Role',
    'FederatedUser',
    'AWSAccount',
    'AWSService',
    'WebIdentityUser',
    null,
  ];
  return [
    ...Object.entries(EDGE_REPORTS).map(([name, report]) => [name, report()] as const),
    ['two incidents', twoIncidentsReport()],
    ...callers.map((type) => {
      const by = change({ actor: actor({ type, sourceIp: type === null ? '2001:db8::1' : 'AWS Internal' }) });
      const timeline = [
        { time: by.time, kind: 'policy-change', title: 'PutBucketPolicy', change: by, evidence: [] },
      ] as const;
      return [`a change by ${type}`, brokenReport({ timeline })] as const;
    }),
  ];
}
