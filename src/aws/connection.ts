import process from 'node:process';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { type AwsAccess, type Identity, identityName } from './access.ts';
import type { AwsService } from './calls.ts';
import {
  type Credentials,
  profileCredentials,
  roleFailure,
  type SharedCredentials,
  shareCredentials,
} from './credentials.ts';
import { failureKind } from './failure.ts';
import { allowedOnly, GUARD_POSITION } from './guard.ts';
import { type RequestHandler, requestHandler } from './request-handler.ts';

/** What the clients of one run have in common. */
export interface Connection {
  /** The configuration of a client; `region` null is the one that the options, the environment or the profile names. */
  configuration(identity: Identity, region: string | null): ClientConfiguration;
  /** Makes a client refuse calls that are not in the table, and ask again where its credentials have expired and there are new ones. */
  guard(client: SdkClient, service: AwsService, identity: Identity): void;
  destroy(): void;
}

/** Any client of the SDK: they have no type of their stacks in common. */
export interface SdkClient {
  readonly middlewareStack: { add: unknown };
  destroy(): void;
}

export interface ClientConfiguration {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials: () => Promise<Credentials>;
  readonly maxAttempts: number;
  readonly requestHandler: RequestHandler;
}

const MAX_ATTEMPTS = 6;
const CONNECTION_TIMEOUT_MS = 10_000;
/** A body that stands still this long is given up, and asked for again from where it stopped. */
const STALLED_AFTER_MS = 60_000;

/** Several lines on standard error about versions of Node still to come are no news for an incident. */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** Each profile is asked for its credentials once, and each role assumed once, however many clients there are. */
export function connect(access: Pick<AwsAccess, 'region' | 'endpointUrl' | 'roles' | 'askMfa'>): Connection {
  const shared = new Map<string, SharedCredentials>();
  const assuming: STSClient[] = [];
  const timeouts = { connectionTimeout: CONNECTION_TIMEOUT_MS, socketTimeout: STALLED_AFTER_MS };
  const handler = requestHandler(timeouts, process.env);
  const fallback = access.region ?? fallbackRegion();

  function sharedBy(identity: Identity): SharedCredentials {
    const name = identityName(identity);
    const known = shared.get(name);
    if (known !== undefined) return known;
    const { profile, roleArn } = identity;
    const made = shareCredentials(
      roleArn === null
        ? () => profileCredentials(profile, access.askMfa ?? null, { region: fallback, requestHandler: handler })
        : () => assume(profile, roleArn),
    );
    shared.set(name, made);
    return made;
  }

  /** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
  async function assume(profile: string | null, roleArn: string): Promise<Credentials> {
    const base: Identity = { profile, roleArn: null };
    const sts = new STSClient(configuration(base, null));
    guard(sts, 'sts', base);
    assuming.push(sts);
    const { externalId = null, sessionName = null } = access.roles ?? {};
    try {
      const answer = await sts.send(
        new AssumeRoleCommand({
          RoleArn: roleArn,
          RoleSessionName: sessionName ?? SESSION_NAME,
          ...(externalId === null ? {} : { ExternalId: externalId }),
        }),
      );
      const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration } = answer.Credentials ?? {};
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        ...(Expiration === undefined ? {} : { expiration: Expiration }),
      };
    } catch (error) {
      throw roleFailure(roleArn, error);
    }
  }

  function configuration(identity: Identity, region: string | null): ClientConfiguration {
    const { profile } = identity;
    const told = region ?? fallback;
    const { provide } = sharedBy(identity);
    return {
      ...(told === null ? {} : { region: told }),
      ...(profile === null ? {} : { profile }),
      ...(access.endpointUrl === null ? {} : { endpoint: access.endpointUrl }),
      // Credentials are kept here, for all clients: none of them keeps its own.
      credentials: Object.assign(() => provide(), { memoized: true }),
      maxAttempts: MAX_ATTEMPTS,
      requestHandler: handler,
    };
  }

  function guard(client: SdkClient, service: AwsService, identity: Identity): void {
    addMiddleware(client, allowedOnly(service), GUARD_POSITION);
    const { provide, renew } = sharedBy(identity);
    const renewing = (next: Next) => async (args: unknown) => {
      const used = await provide();
      try {
        return await next(args);
      } catch (error) {
        if (!(error instanceof Error) || failureKind(error) !== 'expired') throw error;
        if (!(await renew(used, error))) throw error;
        return next(args);
      }
    };
    addMiddleware(client, renewing, { step: 'initialize', priority: 'normal', name: 'renewed-credentials' });
  }

  return {
    configuration,
    guard,
    destroy() {
      for (const sts of assuming) sts.destroy();
    },
  };
}

type Next = (args: unknown) => Promise<unknown>;

/** Puts a middleware into the stack of whichever client. */
export function addMiddleware(client: SdkClient, middleware: unknown, position: object): void {
  const { middlewareStack } = client as { readonly middlewareStack: { add(middleware: unknown, at: object): void } };
  middlewareStack.add(middleware, position);
}

const SESSION_NAME = 'inventory-forensics';

/** null leaves it to the profile. */
function fallbackRegion(): string | null {
  const named = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? '';
  return named === '' ? null : named;
}
