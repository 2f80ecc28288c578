import type { AwsClients } from '../aws/clients.ts';
import { type Callers, identifyCallers } from './callers.ts';
import { createDesk, type Desk } from './desk.ts';
import type { Store } from './store.ts';

/** A desk, with who is calling found out; that this could not be found out is a problem of the desk. */
export async function openDesk(parts: {
  readonly clients: AwsClients;
  readonly store: Store;
  readonly isDry: boolean;
  readonly tell: (line: string) => void;
}): Promise<{ readonly desk: Desk; readonly callers: Callers }> {
  const failures: unknown[] = [];
  const callers = await identifyCallers(parts.clients, (error) => failures.push(error));
  const desk = createDesk(parts, callers.arnOf);
  for (const error of failures) {
    await desk.ask({ service: 'sts', operation: 'GetCallerIdentity', on: 'the caller', party: 'destination' }, () =>
      Promise.reject(error),
    );
  }
  return { desk, callers };
}
