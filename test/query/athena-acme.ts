import type { AthenaServer } from './athena-server.ts';
import { servedTable } from './athena-tables.ts';

const DAYS = Array.from({ length: 50 }, (_, index) =>
  new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10).replaceAll('-', '/'),
);

/** The database `logs` in the catalog, and 50 days of objects where its tables lie. */
export function stockAcme(server: AthenaServer): void {
  const accessLogs = 's3://acme-logs/444455556666/eu-west-1/acme-reports/';
  server.tables.set(
    'logs.s3_access_logs',
    servedTable('s3_access_logs', { location: accessLogs, since: '2025/12/01' }),
  );
  server.tables.set(
    'logs.cloudtrail_logs',
    servedTable('cloudtrail_logs', {
      location: 's3://acme-trail/AWSLogs/',
      accounts: '111122223333,444455556666',
      regions: 'eu-west-1,us-east-1',
      since: '2025/12/01',
    }),
  );
  for (const day of DAYS) {
    for (const name of ['a', 'b']) {
      server.storage.put('acme-logs', { key: `444455556666/eu-west-1/acme-reports/${day}/${name}`, size: 1_500_000 });
    }
    for (const account of ['111122223333', '444455556666']) {
      for (const region of ['ap-south-1', 'eu-west-1', 'us-east-1']) {
        const key = `AWSLogs/${account}/CloudTrail/${region}/${day}/x.json.gz`;
        server.storage.put('acme-trail', { key, size: 200_000_000 });
      }
    }
  }
}

/** What the workgroup `forensics` settles. */
export const FORENSICS: object = {
  BytesScannedCutoffPerQuery: 10_000_000_000,
  EnforceWorkGroupConfiguration: true,
  ResultConfiguration: { OutputLocation: 's3://acme-results/athena/' },
  EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' },
};
