import type { AwsService } from './calls.ts';

/** An answer that cannot be one of the service that was asked, or leads nowhere: never taken for an empty one. */
export class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer';
  /** Somebody else answers for the service, whatever is asked: a proxy, the sign-in page of a network. */
  readonly isForeign: boolean;

  constructor(message: string, isForeign: boolean) {
    super(message);
    this.isForeign = isForeign;
  }
}

/** Where the check stands in a client's middleware stack: behind the wire, in front of what makes sense of the bytes. */
export const ANSWER_POSITION: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string } = {
  step: 'deserialize',
  priority: 'low',
  name: 'own-answers',
};

/** A page of a thousand keys of the longest kind, each of their bytes encoded, is some 4 MB. */
const MOST_BYTES = 32 * 1024 ** 2;
/** The answers of S3 are five levels deep. */
const DEEPEST = 32;

/**
 * A middleware by which a client takes nothing for an answer of its service that is not laid out as one: XML with the
 * root that the operation has, or a JSON object. The SDK reads what else there is as an answer that says nothing.
 * Objects are checked by whoever reads them.
 *
 * @throws from the client's `send`: UnusableAnswer
 */
export function ownAnswersOnly(
  service: AwsService,
): <Arguments, Result>(
  next: (args: Arguments) => Promise<Result>,
  context: { readonly commandName?: string },
) => (args: Arguments) => Promise<Result> {
  return (next, { commandName = '' }) => {
    const operation = commandName.replace(/Command$/, '');
    return async (args) => {
      const result = await next(args);
      const { response } = result as { readonly response: Response };
      const { statusCode = 200 } = response;
      // What a server in trouble says is asked for again; objects come as they are.
      if (statusCode >= 500 || (operation === 'GetObject' && statusCode < 300)) return result;
      const isCalledHtml = /^text\/html\b/i.test(response.headers?.['content-type'] ?? '');
      // HEAD is answered without a body.
      const body = operation === 'HeadBucket' ? null : await bytesOf(response.body);
      const text = body?.toString('utf8') ?? '';
      // Emulators call JSON so too.
      if (isCalledHtml && !/^\s*\{/.test(text)) throw html(service);
      if (body === null) return result;
      refuseForeign(text, service, statusCode < 300 ? operation : null);
      response.body = body;
      return result;
    };
  };
}

/** What the SDK knows of an answer when it comes in. */
interface Response {
  readonly statusCode?: number;
  /** By names in small letters. */
  readonly headers?: Readonly<Record<string, string>>;
  body: AsyncIterable<Uint8Array> | Uint8Array | undefined;
}

async function bytesOf(body: Response['body']): Promise<Buffer> {
  if (body === undefined || body instanceof Uint8Array) return Buffer.from(body ?? []);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new UnusableAnswer(`the answer is longer than ${MOST_BYTES / 1024 ** 2} MB`, false);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @param operation null for an answer that refuses, which may be laid out in several ways, or be empty */
function refuseForeign(text: string, service: AwsService, operation: string | null): void {
  if (/^\s*<(!doctype\s+html|html|head|body)\b/i.test(text)) {
    throw html(service);
  }
  if (operation === null) return;
  const isXml = service === 's3' ? operation !== 'GetBucketPolicy' : service === 'sts' || service === 'cloudformation';
  if (!isXml) {
    if (/^\s*\{/.test(text)) return;
    throw new UnusableAnswer(`the answer is not JSON, and so not of ${NAMES[service]}: ${IN_BETWEEN}`, true);
  }
  if (/<!(DOCTYPE|ENTITY)/i.test(text))
    throw new UnusableAnswer('the answer declares entities, as S3 never does', true);
  const root = /^\s*(?:<\?[^>]{0,200}\?>)?\s*<([A-Za-z][\w-]*)/.exec(text)?.[1];
  const expected = ROOTS.get(operation);
  if (root === undefined || (expected !== undefined && root !== expected)) {
    const found = root === undefined ? 'not XML' : `of another kind (${root.slice(0, 60)})`;
    throw new UnusableAnswer(`the answer is ${found}, and not of ${NAMES[service]}: ${IN_BETWEEN}`, true);
  }
  if (depthOf(text) > DEEPEST) throw new UnusableAnswer(`the answer has more than ${DEEPEST} levels`, true);
}

function html(service: AwsService): UnusableAnswer {
  return new UnusableAnswer(`the answer is HTML and not of ${NAMES[service]}: ${IN_BETWEEN}`, true);
}

const IN_BETWEEN = 'does a proxy, or the sign-in page of a network, stand in between?';

const NAMES: Readonly<Record<AwsService, string>> = {
  s3: 'S3',
  cloudtrail: 'CloudTrail',
  kms: 'KMS',
  sts: 'STS',
  config: 'AWS Config',
  logs: 'CloudWatch Logs',
  cloudformation: 'CloudFormation',
  athena: 'Athena',
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html and the pages of the others */
const ROOTS: ReadonlyMap<string, string> = new Map([
  ['ListObjectsV2', 'ListBucketResult'],
  ['ListBucketInventoryConfigurations', 'ListInventoryConfigurationsResult'],
  ['GetBucketInventoryConfiguration', 'InventoryConfiguration'],
  ['GetBucketLocation', 'LocationConstraint'],
  ['GetBucketEncryption', 'ServerSideEncryptionConfiguration'],
  ['GetBucketOwnershipControls', 'OwnershipControls'],
  ['GetPublicAccessBlock', 'PublicAccessBlockConfiguration'],
  ['GetBucketLogging', 'BucketLoggingStatus'],
  ['GetCallerIdentity', 'GetCallerIdentityResponse'],
  ['DescribeStackResources', 'DescribeStackResourcesResponse'],
  ['DescribeStackEvents', 'DescribeStackEventsResponse'],
]);

/** How many elements stand in each other at most, as their tags say it; no further than is allowed. */
function depthOf(xml: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [tag] of xml.matchAll(/<[/A-Za-z][^>]*>/g)) {
    if (tag.startsWith('</')) depth -= 1;
    else if (!tag.endsWith('/>')) depth += 1;
    deepest = Math.max(deepest, depth);
    if (deepest > DEEPEST) break;
  }
  return deepest;
}
