import { type Json, keyPolicyText, policyBody } from './documents.ts';
import type { Evidence } from './evidence.ts';
import { createRandom } from './random.ts';
import { acts, after, initialState, type State } from './state.ts';
import {
  BUCKETS,
  type Bucket,
  DESTINATION_ACCOUNT,
  HOUR,
  isoSeconds,
  KEY_ID,
  keyArn,
  MINUTE,
  REGION,
  type World,
} from './world.ts';

/**
 * The evidence with what AWS Config captured of buckets and key: most changes minutes later, some within seconds, some
 * hours later or never; and now and then for a reason of its own. Some items show what stood right before.
 */
export function withCaptures(evidence: Evidence, world: World): Evidence {
  const random = createRandom(world.seed, 'captures');
  const moments = [
    ...world.events.filter((event) => acts(event) && random.chance(0.7)).map(({ time }) => time + lag()),
    ...Array.from({ length: random.integer(0, 6) }, () => world.start + random.next() * (world.now - world.start)),
  ];
  const captured = moments
    .filter((time) => time < world.now)
    .flatMap((time) => {
      const shown = random.chance(0.1) ? time - 30_000 : time;
      return [
        ...BUCKETS.filter(() => random.chance(0.9)).flatMap((bucket) =>
          bucketItem(bucket, time, statesUntil(world, shown)),
        ),
        ...(random.chance(0.9) ? [keyItem(world, time, statesUntil(world, shown))] : []),
      ];
    });
  return { ...evidence, captured: random.shuffled(captured) };

  function lag(): number {
    return random.weighted([
      [1, () => random.between(0, 5_000)],
      [5, () => random.between(MINUTE, 12 * MINUTE)],
      [1, () => random.between(0, 30 * HOUR)],
    ])();
  }
}

/** What was written, which is captured before it acts: the states up to a moment, at least one. */
function statesUntil(world: World, time: number): [State, ...State[]] {
  const states: [State, ...State[]] = [initialState(world)];
  for (const event of world.events) {
    if (event.time <= time) states.push(after(states[states.length - 1] ?? states[0], event));
  }
  return states;
}

/** A bucket that was never there has no items; one that is gone has one that says so. */
function bucketItem(bucket: Bucket, time: number, states: readonly [State, ...State[]]): Json[] {
  const policy = (states[states.length - 1] ?? states[0]).policies.get(bucket);
  if (states.every(({ policies }) => !policies.has(bucket))) return [];
  const body = policy == null ? null : JSON.stringify(policyBody(bucket, policy));
  return [
    {
      ...head(time, DESTINATION_ACCOUNT),
      configurationItemStatus: policy === undefined ? 'ResourceDeleted' : 'OK',
      arn: `arn:aws:s3:::${bucket}`,
      resourceType: 'AWS::S3::Bucket',
      resourceId: bucket,
      configuration: JSON.stringify({ name: bucket }),
      supplementaryConfiguration: policy === undefined ? {} : { BucketPolicy: JSON.stringify({ policyText: body }) },
    },
  ];
}

function keyItem(world: World, time: number, states: readonly [State, ...State[]]): Json {
  const { keyEnabled, keyAllowsS3 } = states[states.length - 1] ?? states[0];
  return {
    ...head(time, world.keyAccount),
    configurationItemStatus: 'OK',
    arn: keyArn(world),
    resourceType: 'AWS::KMS::Key',
    resourceId: KEY_ID,
    configuration: JSON.stringify({ keyState: keyEnabled ? 'Enabled' : 'Disabled', keyManager: 'CUSTOMER' }),
    supplementaryConfiguration: { Policy: keyPolicyText(world, keyAllowsS3) },
  };
}

function head(time: number, accountId: string): Json {
  return { accountId, awsRegion: REGION, configurationItemCaptureTime: isoSeconds(time).replace('Z', '+00:00') };
}
