// A Lambda function for a daily schedule: looks at evidence in buckets and fails, so that its alarm goes off, while deliveries
// are broken. Its event: { "evidence": ["s3://acme-logs/AWSLogs/..."], "case": { "sourceBucket": "acme-lake" } }. Needs
// s3:GetObject and s3:ListBucket on what it reads, and nothing else.
import { investigate } from 'inventory-forensics';

export async function handler({ evidence, case: told }) {
  const answer = await investigate(evidence, { case: told });
  const reports = 'reports' in answer ? answer.reports : [answer];
  const broken = reports.filter(({ outcome }) => outcome === 'broken');
  if (broken.length > 0) throw new Error(broken.map(({ summary }) => summary).join('\n'));
  return reports.map(({ case: { sourceBucket, configurationId }, outcome }) => ({
    sourceBucket,
    configurationId,
    outcome,
  }));
}
