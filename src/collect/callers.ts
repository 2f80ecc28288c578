import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsClients, AwsParty } from '../aws/clients.ts';
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

const PARTIES: readonly AwsParty[] = ['destination', 'source', 'log'];

/** Asks once for each profile in use. A caller that cannot be told is left unknown: the next call says why. */
export async function identifyCallers(clients: AwsClients, onFailure: (error: unknown) => void): Promise<Callers> {
  const byProfile = new Map<string | null, { arn: string | null; account: string | null }>();
  for (const party of PARTIES) {
    const profile = clients.profileOf(party);
    if (byProfile.has(profile)) continue;
    try {
      const { Arn, Account } = await clients.sts(party).send(new GetCallerIdentityCommand({}));
      byProfile.set(profile, { arn: Arn ?? null, account: Account ?? null });
    } catch (error) {
      byProfile.set(profile, { arn: null, account: null });
      onFailure(error);
    }
  }
  const of = (party: AwsParty) => byProfile.get(clients.profileOf(party));
  const [arn] = [...byProfile.values()].flatMap((caller) => caller.arn ?? []);
  return {
    partition: partitionOfArn(arn ?? '') ?? 'aws',
    arnOf: (party) => of(party)?.arn ?? null,
    accountOf: (party) => of(party)?.account ?? null,
    partyIn: (account, fallback) =>
      (account === null ? undefined : PARTIES.find((party) => of(party)?.account === account)) ?? fallback,
  };
}
