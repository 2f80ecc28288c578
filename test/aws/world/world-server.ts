import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, fail, refuse, xmlAnswer } from './answer.ts';
import { type Asked, readAsked } from './asked.ts';
import { assumeRole } from './assume-role.ts';
import { bucketSetting } from './bucket-settings.ts';
import { cloudtrail } from './cloudtrail.ts';
import { configHistory } from './config-history.ts';
import { createFaults, type Fault, type FaultEffect, refusalOf } from './fault.ts';
import { getObject } from './get-object.ts';
import { kms } from './kms.ts';
import { listObjects } from './list-objects.ts';
import { logEvents } from './log-events.ts';
import type { TokenFault } from './pages.ts';
import { stacks } from './stacks.ts';
import { type StoredObjects, storeObjects } from './stored-keys.ts';
import type { Caller, World } from './world.ts';
import { element } from './xml.ts';

/** A request and what became of it. `cut` is true when the answer did not get through whole. */
interface Served extends Asked {
  readonly range: string | null;
  readonly status: number;
  readonly cut: boolean;
}

export interface WorldServer {
  readonly url: string;
  /** Every request so far, in the order in which answers began; refused and cut ones too. */
  readonly served: readonly Served[];
  /** How many of an operation. */
  count(operation: string): number;
  close(): void;
}

/** Starts the world on 127.0.0.1; the SDK reaches it through `endpointUrl`, with path-style S3. */
export async function startWorld(world: World, faults: readonly Fault[] = []): Promise<WorldServer> {
  const stored = new Map<string, StoredObjects>();
  for (const [name, { objects = [] }] of Object.entries(world.buckets ?? {})) stored.set(name, storeObjects(objects));
  const effectsOn = createFaults(faults);
  const served: Served[] = [];

  const server = createServer(async (request, response) => {
    const asked = await readAsked(request);
    const effects = effectsOn(asked);
    for (const effect of effects) if (effect.kind === 'late') await sleep(effect.delayMs);
    const answer = withRegion(refusalOf(effects, asked) ?? answerTo(asked, world, stored, effects), asked, world);
    const cut = effects.some(({ kind }) => kind === 'cut');
    served.push({ ...asked, range: asked.headers['range'] ?? null, status: answer.status, cut });
    await send(response, answer, effects);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    count: (operation) => served.filter((request) => request.operation === operation).length,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** S3 names the Region of a bucket with these answers, refused or not. */
function withRegion(answer: Answer, { operation, bucket }: Asked, world: World): Answer {
  const found = operation === 'HeadBucket' || operation === 'ListObjectsV2' ? world.buckets?.[bucket ?? ''] : undefined;
  if (found === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'x-amz-bucket-region': found.region ?? 'eu-west-1' } };
}

function answerTo(
  asked: Asked,
  world: World,
  stored: ReadonlyMap<string, StoredObjects>,
  effects: readonly FaultEffect[],
): Answer {
  const caller = world.callers?.[asked.accessKeyId ?? ''] ?? world.caller ?? null;
  const account = caller?.account ?? null;
  if (world.closedRegions?.includes(asked.region ?? '') === true) return closed(asked);
  const fault = effects.find((effect) => effect.kind === 'bad-token')?.token ?? null;
  switch (asked.service) {
    case 's3':
      return s3(asked, world, stored, account, { fault, changed: effects.some(({ kind }) => kind === 'changed') });
    case 'cloudtrail':
      return cloudtrail(asked, world, account, fault) ?? unknown(asked);
    case 'kms':
      return kms(asked, world, account, fault) ?? unknown(asked);
    case 'sts':
      if (asked.operation === 'AssumeRole') return assumeRole(asked, world);
      return asked.operation === 'GetCallerIdentity' && caller !== null ? identity(caller) : unknown(asked);
    case 'config':
      return configHistory(asked, world) ?? unknown(asked);
    case 'logs':
      return logEvents(asked, world) ?? unknown(asked);
    case 'cloudformation':
      return stacks(asked, world) ?? unknown(asked);
    case 'athena':
      return unknown(asked);
    default:
      return asked.service satisfies never;
  }
}

function s3(
  asked: Asked,
  world: World,
  stored: ReadonlyMap<string, StoredObjects>,
  account: string | null,
  { fault, changed }: { readonly fault: TokenFault; readonly changed: boolean },
): Answer {
  const bucket = world.buckets?.[asked.bucket ?? ''];
  const objects = stored.get(asked.bucket ?? '');
  if (bucket === undefined || objects === undefined) {
    return refuse('s3', { status: 404, code: 'NoSuchBucket', message: 'The specified bucket does not exist' });
  }
  const region = bucket.region ?? 'eu-west-1';
  if (world.redirects === true && asked.region !== region && asked.operation !== 'GetBucketLocation') {
    const message = 'The bucket you are attempting to access must be addressed using the specified endpoint.';
    const headers = { 'x-amz-bucket-region': region };
    return refuse('s3', { status: 301, code: 'PermanentRedirect', message, headers });
  }
  const foreign = bucket.account !== undefined && account !== null && bucket.account !== account;
  const expected = asked.headers['x-amz-expected-bucket-owner'];
  if (expected !== undefined && bucket.account !== undefined && expected !== bucket.account)
    return fail('s3', 'denied');
  if (foreign && bucket.sharedWith?.includes(account) !== true) return fail('s3', 'denied');
  if (asked.operation === 'HeadBucket') return xmlAnswer('');
  if (asked.operation === 'ListObjectsV2') return listObjects(asked, objects, fault);
  if (asked.operation === 'GetObject') return getObject(asked, objects, changed);
  return bucketSetting(asked, bucket, fault) ?? unknown(asked);
}

/** A Region that the account has not enabled knows none of its credentials. */
function closed({ service }: Asked): Answer {
  const code = { s3: 'InvalidAccessKeyId', sts: 'InvalidClientTokenId' }[service as string];
  const message = 'The security token included in the request is invalid.';
  return refuse(service, { status: 403, code: code ?? 'UnrecognizedClientException', message });
}

/** A request that this world has no answer to must fail the test, not be taken for a setting that is absent. */
function unknown({ service, operation }: Asked): Answer {
  return refuse(service, { status: 501, code: 'NotImplemented', message: `The test world does not know ${operation}` });
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
function identity({ arn, account }: Caller): Answer {
  const result = { Arn: arn, UserId: 'AIDACKCEVSQ6C2EXAMPLE', Account: account };
  const members = { GetCallerIdentityResult: result, ResponseMetadata: { RequestId: 'WORLD' } };
  return xmlAnswer(element('GetCallerIdentityResponse', members, 'https://sts.amazonaws.com/doc/2011-06-15/'));
}

async function send(response: ServerResponse, { status, headers, body }: Answer, effects: readonly FaultEffect[]) {
  const cut = effects.find((effect) => effect.kind === 'cut');
  if (cut?.afterBytes === null) {
    response.destroy();
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': body.length, 'x-amz-request-id': 'WORLD' });
  const slow = effects.find((effect) => effect.kind === 'slow');
  const paused = slow?.afterBytes ?? 0;
  if (slow !== undefined) {
    response.write(body.subarray(0, paused));
    await sleep(slow.pauseMs);
  }
  if (cut === undefined) {
    response.end(body.subarray(paused));
    return;
  }
  response.flushHeaders();
  response.write(body.subarray(paused, cut.afterBytes ?? 0), () => response.destroy());
}
