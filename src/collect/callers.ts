import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { AWS_PARTIES, type AwsParty } from '../aws/access.ts';
import type { AwsClients } from '../aws/clients.ts';
import { partitionOfArn } from '../partition.ts';

/** Who asks, by party. */
export interface Callers {
  arnOf(party: AwsParty): string | null;
  accountOf(party: AwsParty): string | null;
  /** That of the first caller who is known, else `aws`. */
  readonly partition: string;
  /** The party whose credentials belong to an account; `fallback` when nobody's do. */
  partyIn(account: string | null, fallback: AwsParty): AwsParty;
}

/** Asks once for each of those who ask. A caller that cannot be told is left unknown: the next call says why. */
export async function identifyCallers(clients: AwsClients, onFailure: (error: unknown) => void): Promise<Callers> {
  const byIdentity = new Map<string, { arn: string | null; account: string | null }>();
  for (const party of AWS_PARTIES) {
    const identity = clients.identityOf(party);
    if (byIdentity.has(identity)) continue;
    try {
      const { Arn, Account } = await clients.sts(party).send(new GetCallerIdentityCommand({}));
      byIdentity.set(identity, { arn: Arn ?? null, account: Account ?? null });
    } catch (error) {
      byIdentity.set(identity, { arn: null, account: null });
      onFailure(error);
    }
  }
  const of = (party: AwsParty) => byIdentity.get(clients.identityOf(party));
  const [arn] = [...byIdentity.values()].flatMap((caller) => caller.arn ?? []);
  return {
    partition: partitionOfArn(arn ?? '') ?? 'aws',
    arnOf: (party) => of(party)?.arn ?? null,
    accountOf: (party) => of(party)?.account ?? null,
    partyIn: (account, fallback) =>
      (account === null ? undefined : AWS_PARTIES.find((party) => of(party)?.account === account)) ?? fallback,
  };
}
