import { GetBucketLoggingCommand } from '@aws-sdk/client-s3';
import type { AwsParty } from '../aws/access.ts';
import { type AccessLogTarget, accessLogRanges } from '../aws/log-keys/access-log-ranges.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Callers } from './callers.ts';
import type { Desk } from './desk.ts';
import type { FetchPlan } from './fetch-plan.ts';
import type { LogPeriod } from './log-period.ts';
import type { Settings } from './settings.ts';

/**
 * Finds where the access logs of destinations and sources go, and plans those of the period. What several cases have in
 * common is planned once. That of a source tells what CloudTrail tells as well, and may be the log of a data lake: it is
 * fetched for those who ask for it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html
 */
export async function collectAccessLogs(
  desk: Desk,
  callers: Callers,
  cases: readonly Settings[],
  period: LogPeriod,
  plan: FetchPlan,
  ofSources: 'named only' | 'planned',
): Promise<void> {
  const destinations = new Map(cases.map((one) => [one.told.destinationBucket, one]));
  const sources = new Map(cases.map((one) => [one.told.sourceBucket, one]));
  const fetched = new Set<string>();
  for (const [bucket, { told, destinationRegion, destinationOwner }] of destinations) {
    const account = ownerOf('destination', told.destinationAccount, destinationOwner);
    await ofBucket({ bucket, region: destinationRegion, account }, 'destination');
  }
  for (const [bucket, { told, sourceRegion, sourceOwner }] of sources) {
    await ofBucket(
      { bucket, region: sourceRegion, account: ownerOf('source', told.sourceAccount, sourceOwner) },
      'source',
    );
  }

  /** The folders of a partitioned log are named for the owner: another account's would be looked for in vain. */
  function ownerOf(party: AwsParty, told: string | undefined, { isForeign }: Settings['sourceOwner']): string | null {
    return told ?? (isForeign ? null : callers.accountOf(party));
  }

  async function ofBucket(
    { bucket, region, account }: Pick<AccessLogTarget, 'region' | 'account'> & { readonly bucket: string | undefined },
    party: AwsParty,
  ): Promise<void> {
    if (bucket === undefined) return;
    const answer = await desk.setting(
      `settings/get-bucket-logging-${bucket}.json`,
      {
        service: 's3',
        operation: 'GetBucketLogging',
        on: bucket,
        party,
        isContext: party === 'source' && ofSources === 'named only',
      },
      async () => {
        const { LoggingEnabled = null } = await desk.clients
          .s3(party, region)
          .send(new GetBucketLoggingCommand({ Bucket: bucket }));
        return { LoggingEnabled };
      },
    );
    if (answer.state !== 'answered') return;
    const enabled = answer.value['LoggingEnabled'];
    if (!isJsonObject(enabled) || typeof enabled['TargetBucket'] !== 'string') {
      desk.notes.add(
        `${bucket} has no server access log: refused deliveries and requests without CloudTrail do not show`,
      );
      return;
    }
    const target = targetOf(enabled, { bucket, region, account });
    const targetBucket = enabled['TargetBucket'];
    const reader = desk.clients.readerFor(party);
    const ranges = accessLogRanges(target, period);
    const place = JSON.stringify([targetBucket, ranges]);
    if (cases.length > 1 && fetched.has(place)) return;
    fetched.add(place);
    if (party === 'source' && ofSources === 'named only') {
      desk.notes.add(
        `the access log of ${bucket}, in s3://${targetBucket}/${target.prefix}, is not fetched: calls that configure inventories are in CloudTrail; --source-access-log fetches it`,
      );
      return;
    }
    await plan.add({
      bucket: targetBucket,
      ranges,
      party: reader,
      caller: callers.arnOf(reader),
      what: `access log of ${bucket}`,
    });
  }
}

/** How keys are made; a target without a format has the simple one. */
function targetOf(
  enabled: JsonObject,
  logged: Pick<AccessLogTarget, 'bucket' | 'region' | 'account'>,
): AccessLogTarget {
  const format = enabled['TargetObjectKeyFormat'];
  const partitioned: JsonValue | undefined = isJsonObject(format) ? format['PartitionedPrefix'] : undefined;
  const prefix = typeof enabled['TargetPrefix'] === 'string' ? enabled['TargetPrefix'] : '';
  if (!isJsonObject(partitioned)) return { ...logged, prefix, format: 'simple' };
  const isDelivery = partitioned['PartitionDateSource'] === 'DeliveryTime';
  return { ...logged, prefix, format: isDelivery ? 'delivery-time' : 'event-time' };
}
