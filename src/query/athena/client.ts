import { AthenaClient } from '@aws-sdk/client-athena';

/** How Athena is reached; what is null is left to the SDK's own chain. */
export interface AthenaAccess {
  readonly profile: string | null;
  readonly region: string | null;
  readonly endpointUrl: string | null;
}

const MAX_ATTEMPTS = 8;

/** The calls that a query makes. Nothing else is reachable through this client. */
export const ATHENA_CALLS: readonly string[] = [
  'StartQueryExecution',
  'GetQueryExecution',
  'GetQueryResults',
  'StopQueryExecution',
];

/** A client that repeats what was throttled or lost, and refuses every call but the four of a query. */
export function createAthenaClient(access: AthenaAccess): AthenaClient {
  const client = new AthenaClient({
    ...(access.region === null ? {} : { region: access.region }),
    ...(access.profile === null ? {} : { profile: access.profile }),
    ...(access.endpointUrl === null ? {} : { endpoint: access.endpointUrl }),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: 10_000, socketTimeout: 60_000 },
  });
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = (context.commandName ?? '').replace(/Command$/, '');
      if (!ATHENA_CALLS.includes(operation)) throw new Error(`athena:${operation} is not a call of a query`);
      return next(args);
    },
    { step: 'initialize', priority: 'high', name: 'allowed-calls' },
  );
  return client;
}
