import type { Random } from './random.ts';
import { placeOf, type State, stops } from './state.ts';
import type { Body, Bucket, BucketPolicy, Configuration, Denial } from './world.ts';

/** A call that somebody may make next, and how likely. */
export interface Choice {
  readonly weight: number;
  readonly body: Body;
  readonly isDisruptive: boolean;
}

/** What may happen next: breaks, mends of what is broken, and rewrites that change nothing for S3. */
export function choices(state: State, random: Random): Choice[] {
  const { configuration } = state;
  const bucket = configuration?.bucket ?? 'acme-reports';
  const isBroken = configuration === null || isClosed(state, configuration);
  const breaks = isBroken ? 0.5 : 1;
  return [
    ...breaksOf(state, bucket, random).map(([weight, body]) => ({ weight: weight * breaks, body, isDisruptive: true })),
    ...mendsOf(state, bucket, random).map(([weight, body]) => ({ weight, body, isDisruptive: false })),
    ...rewritesOf(state, bucket, random).map(([weight, body]) => ({ weight, body, isDisruptive: false })),
  ];
}

type Weighted = readonly [number, Body];

function isClosed(state: State, configuration: Configuration): boolean {
  const place = placeOf(configuration);
  return (
    !configuration.enabled ||
    stops('policy', state, place) ||
    stops('key-policy', state, place) ||
    stops('key-state', state, place)
  );
}

function breaksOf(state: State, bucket: Bucket, random: Random): Weighted[] {
  const { configuration } = state;
  const policy = state.policies.get(bucket);
  const breaks: Weighted[] = [];
  if (policy !== undefined && policy !== null) {
    const kind = random.pick<Denial>(['source-ip', 'put-everybody', 'organization', 'no-encryption-header']);
    const prefix = random.chance(0.2) ? random.pick(['inv', 'reports'] as const) : null;
    breaks.push(
      [
        5,
        { kind: 'put-policy', bucket, policy: { ...policy, denials: [...policy.denials, { kind, prefix }].slice(-3) } },
      ],
      [2, { kind: 'put-policy', bucket, policy: { ...policy, allow: null } }],
      [1, { kind: 'put-policy', bucket, policy: { ...policy, allow: random.pick(['inv', 'reports'] as const) } }],
      [2, { kind: 'delete-policy', bucket }],
    );
  }
  if (policy !== undefined) breaks.push([0.6, { kind: 'delete-bucket', bucket }]);
  const isKeyed = configuration?.encryption === 'key';
  if (state.keyEnabled) breaks.push([isKeyed ? 2 : 0.3, { kind: 'disable-key' }]);
  if (state.keyAllowsS3) breaks.push([isKeyed ? 2 : 0.3, { kind: 'put-key-policy', allowsS3: false }]);
  if (configuration !== null) {
    const put = (change: Partial<Configuration>): Body => ({
      kind: 'put-configuration',
      configuration: { ...configuration, ...change },
    });
    const otherBucket: Bucket = configuration.bucket === 'acme-reports' ? 'acme-archive' : 'acme-reports';
    breaks.push(
      [configuration.enabled ? 2.5 : 0, put({ enabled: false })],
      [1.2, { kind: 'delete-configuration' }],
      [1.5, put({ prefix: configuration.prefix === 'inv' ? 'reports' : 'inv' })],
      [state.policies.has(otherBucket) ? 1.5 : 0, put({ bucket: otherBucket })],
      [configuration.frequency === 'Daily' ? 1 : 0, put({ frequency: 'Weekly' })],
      [configuration.encryption === 'SSE-S3' ? 0.8 : 0, put({ encryption: 'none' })],
    );
  }
  return breaks;
}

function mendsOf(state: State, bucket: Bucket, random: Random): Weighted[] {
  const { configuration } = state;
  const mends: Weighted[] = [];
  const place = configuration === null ? null : placeOf(configuration);
  const policy = state.policies.get(bucket);
  const open: BucketPolicy = { allow: 'bucket', denials: [], decoys: policy?.decoys ?? [] };
  if (policy === undefined) mends.push([8, { kind: 'create-bucket', bucket }]);
  else if (place === null || stops('policy', state, place)) {
    mends.push([5, { kind: 'put-policy', bucket, policy: open }]);
    if (policy !== null && policy.denials.length > 0) {
      mends.push([2, { kind: 'put-policy', bucket, policy: { ...policy, denials: policy.denials.slice(1) } }]);
    }
  }
  if (!state.keyEnabled) mends.push([4, { kind: 'enable-key' }]);
  if (!state.keyAllowsS3) mends.push([4, { kind: 'put-key-policy', allowsS3: true }]);
  const old: Configuration = configuration ?? {
    enabled: false,
    bucket,
    prefix: 'inv',
    frequency: 'Daily',
    encryption: 'SSE-S3',
  };
  if (!old.enabled) {
    const prefix = random.chance(0.2) ? 'reports' : old.prefix;
    const frequency = random.chance(0.1) ? 'Weekly' : old.frequency;
    mends.push([5, { kind: 'put-configuration', configuration: { ...old, enabled: true, prefix, frequency } }]);
  } else if (old.frequency === 'Weekly') {
    mends.push([2, { kind: 'put-configuration', configuration: { ...old, frequency: 'Daily' } }]);
  }
  if (old.enabled && old.encryption === 'none') {
    mends.push([0.4, { kind: 'put-configuration', configuration: { ...old, encryption: 'SSE-S3' } }]);
  }
  return mends;
}

/** Written again, with or without another reason; nothing opens. */
function rewritesOf(state: State, bucket: Bucket, random: Random): Weighted[] {
  const { configuration } = state;
  const policy = state.policies.get(bucket);
  const rewrites: Weighted[] = [[0.4, { kind: 'put-key-policy', allowsS3: state.keyAllowsS3 }]];
  if (policy !== undefined && policy !== null) {
    const decoy = random.pick(['insecure-transport', 'source-ip-but-services', 'other-prefix', 'readers'] as const);
    rewrites.push([2, { kind: 'put-policy', bucket, policy: { ...policy, decoys: [decoy] } }]);
  }
  if (configuration !== null) rewrites.push([1, { kind: 'put-configuration', configuration: { ...configuration } }]);
  return rewrites;
}
