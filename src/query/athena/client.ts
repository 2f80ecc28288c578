import process from 'node:process';
import { AthenaClient } from '@aws-sdk/client-athena';
import type { AwsAccess } from '../../aws/access.ts';
import { connect } from '../../aws/connection.ts';

const MAX_ATTEMPTS = 8;

/** A client that repeats what was throttled or lost, and refuses every call that is not in the table of allowed ones. */
export function createAthenaClient(
  access: Pick<AwsAccess, 'profile' | 'region' | 'endpointUrl' | 'roles' | 'askMfa'>,
): AthenaClient {
  const connection = connect(access);
  const identity = { profile: access.profile, roleArn: access.roles?.all ?? null };
  const { maxAttempts: _, ...configuration } = connection.configuration(identity, null);
  const client = new AthenaClient({
    ...configuration,
    // Where the user says how often, the SDK knows it by itself.
    ...(process.env['AWS_MAX_ATTEMPTS'] === undefined ? { maxAttempts: MAX_ATTEMPTS } : {}),
  });
  connection.guard(client, 'athena', identity);
  return client;
}
