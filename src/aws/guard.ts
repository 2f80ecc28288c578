import { ForensicsError } from '../errors.ts';
import { type AwsService, allowedCall } from './calls.ts';

/** What the SDK tells a middleware of the request at hand. */
interface RequestContext {
  readonly commandName?: string;
}

/** Where the guard stands in a client's middleware stack: in front of everything that sends. */
export const GUARD_POSITION: { readonly step: 'initialize'; readonly priority: 'high'; readonly name: string } = {
  step: 'initialize',
  priority: 'high',
  name: 'allowed-calls',
};

/**
 * A middleware that makes a client refuse, before anything is sent, each operation that is not in the table of allowed
 * calls. It sits in the client itself, so no way of sending (paginators, waiters) passes it by.
 *
 * @throws from the client's `send`: ForensicsError `failed`
 */
export function allowedOnly(service: AwsService): <Handler>(next: Handler, context: RequestContext) => Handler {
  return (next, context) => {
    const operation = (context.commandName ?? '').replace(/Command$/, '');
    if (allowedCall(service, operation) === null) {
      throw new ForensicsError('failed', `${service}:${operation} is not a call that this program may make`);
    }
    return next;
  };
}
