import process from 'node:process';
import { AthenaClient } from '@aws-sdk/client-athena';
import { allowedOnly, GUARD_POSITION } from '../../aws/guard.ts';

/** How Athena is reached; what is null is left to the SDK's own chain. */
export interface AthenaAccess {
  readonly profile: string | null;
  readonly region: string | null;
  readonly endpointUrl: string | null;
}

const MAX_ATTEMPTS = 8;

/** Several lines on standard error about versions of Node still to come are no news for an incident. */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** A client that repeats what was throttled or lost, and refuses every call that is not in the table of allowed ones. */
export function createAthenaClient(access: AthenaAccess): AthenaClient {
  const client = new AthenaClient({
    ...(access.region === null ? {} : { region: access.region }),
    ...(access.profile === null ? {} : { profile: access.profile }),
    ...(access.endpointUrl === null ? {} : { endpoint: access.endpointUrl }),
    // Where the user says how often, the SDK knows it by itself.
    ...(process.env['AWS_MAX_ATTEMPTS'] === undefined ? { maxAttempts: MAX_ATTEMPTS } : {}),
    requestHandler: { connectionTimeout: 10_000, socketTimeout: 60_000 },
  });
  client.middlewareStack.add(allowedOnly('athena'), GUARD_POSITION);
  return client;
}
