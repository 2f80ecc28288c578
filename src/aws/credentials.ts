import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { failureKind } from './failure.ts';
import type { RequestHandler } from './request-handler.ts';

/** What AWS is asked with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Asks whoever sits at a terminal for the code of the MFA device of that serial number or ARN. */
export type AskMfa = (serial: string) => Promise<string>;

/** Credentials that all clients of one identity share: got once, and again before they expire. */
export interface SharedCredentials {
  provide(): Promise<Credentials>;
  /**
   * Gets new ones in the place of some that AWS calls expired, as when somebody has signed in again meanwhile. Where there
   * are none, nothing more is sent with these.
   *
   * @returns whether there are new ones
   */
  renew(expired: Credentials, error: Error): Promise<boolean>;
}

/** New credentials are got so long before the old ones end. */
const MARGIN_MS = 5 * 60_000;

/**
 * A failure is kept like an answer: a role that may not be assumed is not tried again for each call, and nobody is asked
 * for a second code.
 */
export function shareCredentials(load: () => Promise<Credentials>): SharedCredentials {
  let current: Promise<Credentials> | null = null;
  const loaded = (): Promise<Credentials> => {
    const fresh = load();
    fresh.catch(() => {});
    return fresh;
  };
  return {
    async provide() {
      current ??= loaded();
      const asked = current;
      const held = await asked;
      if (held.expiration === undefined || held.expiration.getTime() - Date.now() > MARGIN_MS) return held;
      // Many ask at once; one of them gets new ones.
      if (current === asked) current = loaded();
      return current;
    },
    async renew(expired, error) {
      const asked = current;
      const held = await asked?.catch(() => null);
      if (current === asked && held != null && isSame(held, expired)) current = loaded();
      const fresh = await current?.catch(() => null);
      if (fresh == null || isSame(fresh, expired)) {
        current = Promise.reject(error);
        current.catch(() => {});
        return false;
      }
      return true;
    },
  };
}

function isSame(one: Credentials, other: Credentials): boolean {
  return one.accessKeyId === other.accessKeyId && one.sessionToken === other.sessionToken;
}

/**
 * The credentials of a profile, or of the surroundings for null, by the SDK's own chain.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 *
 * @param askMfa null where nobody can be asked
 */
export async function profileCredentials(
  profile: string | null,
  askMfa: AskMfa | null,
  client: { readonly region: string | null; readonly requestHandler: RequestHandler },
): Promise<Credentials> {
  const { region, requestHandler } = client;
  const load = defaultProvider({
    ...(profile === null ? {} : { profile }),
    mfaCodeProvider: (serial) => {
      if (askMfa !== null) return askMfa(serial);
      throw withoutCredentials(
        `the profile asks for a code of the MFA device ${serial}, for which there is no terminal to ask on`,
      );
    },
    // Which of several sources it takes, it would say in seven lines on standard error.
    logger: SILENT,
    clientConfig: { ...(region === null ? {} : { region }), requestHandler },
  });
  try {
    return await load();
  } catch (error) {
    if (
      profile !== null &&
      error instanceof Error &&
      /Could not (?:resolve credentials using profile|load credentials from any provider)/.test(error.message)
    ) {
      throw withoutCredentials(`there is no profile ${profile} with credentials in the AWS configuration files`);
    }
    throw error;
  }
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

/** A failure to assume a role, so that it is told once, and not as one of each call that would be made in that role. */
export function roleFailure(roleArn: string, error: unknown): unknown {
  if (!(error instanceof Error) || failureKind(error) === 'expired') return error;
  return withoutCredentials(`role ${roleArn} cannot be assumed: ${error.name}: ${error.message}`);
}

/** An error that is told as one of credentials. */
function withoutCredentials(message: string): Error {
  return Object.assign(new Error(message), { name: 'CredentialsProviderError' });
}
