import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { NodeHttpHandler } from '@smithy/node-http-handler';

import { UnusableAnswer } from './answers.ts';

/** What a client of the SDK sends with. */
export type RequestHandler = NonNullable<STSClientConfig['requestHandler']>;

type Request = Parameters<NodeHttpHandler['handle']>[0];
type Answered = Awaited<ReturnType<NodeHttpHandler['handle']>>;
type Options = Parameters<NodeHttpHandler['handle']>[1];

/** Variables that name a proxy; all of them are read in small letters, too. */
const VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

/**
 * How requests are sent: directly, or where the surroundings name a proxy, through it, but for the hosts of NO_PROXY.
 * Node.js before 24 knows none of these variables by itself.
 */
export function requestHandler(
  timeouts: { readonly connectionTimeout: number; readonly socketTimeout: number },
  env: Readonly<Record<string, string | undefined>>,
): RequestHandler {
  const isNamed = VARIABLES.some((name) => (env[name] ?? env[name.toLowerCase()] ?? '') !== '');
  if (!isNamed) return timeouts;
  let loading: Promise<(url: string) => NodeHttpHandler> | null = null;
  let close = (): void => {};
  return {
    async handle(request: Request, options?: Options) {
      loading ??= loadProxies();
      const handlerFor = await loading;
      const port = request.port === undefined ? '' : `:${request.port}`;
      const answered = await handlerFor(`${request.protocol}//${request.hostname}${port}`)
        .handle(request, options)
        .catch(named);
      refuseForProxy(request, answered.response);
      return answered;
    },
    destroy: () => close(),
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => timeouts,
  };

  async function loadProxies(): Promise<(url: string) => NodeHttpHandler> {
    const [{ HttpsProxyAgent }, { getProxyForUrl }, { NodeHttpHandler: Handler }] = await Promise.all([
      import('https-proxy-agent'),
      import('proxy-from-env'),
      import('./node-http-handler.ts'),
    ]);
    const handlers = new Map<string, NodeHttpHandler>();
    close = () => {
      for (const handler of handlers.values()) handler.destroy();
      handlers.clear();
    };
    return (url) => {
      const proxy = getProxyForUrl(url);
      const known = handlers.get(proxy);
      if (known !== undefined) return known;
      const agent = proxy === '' ? null : new HttpsProxyAgent(proxy, { keepAlive: true, maxSockets: MAX_SOCKETS });
      const handler = new Handler({ ...timeouts, ...(agent === null ? {} : { httpAgent: agent, httpsAgent: agent }) });
      handlers.set(proxy, handler);
      return handler;
    };
  }
}

/** @throws what was thrown, a proxy that hangs up in words: the agent gives such an error no code to know it by */
function named(error: unknown): never {
  if (error instanceof Error && error.message === HUNG_UP)
    throw new UnusableAnswer('the proxy hung up before it answered', true);
  throw error;
}

const HUNG_UP = 'Proxy connection ended before receiving CONNECT response';

/** What a proxy says instead of leading on to a host of https comes as if that had said it, but without an id of AWS. */
function refuseForProxy({ protocol }: Request, { statusCode, headers }: Answered['response']): void {
  const isRefusal = statusCode >= 400 && statusCode < 500;
  if (protocol !== 'https:' || !isRefusal || REQUEST_IDS.some((name) => name in headers)) return;
  const hint = statusCode === 407 ? ': it asks for a name and a password, which belong into its URL' : '';
  throw new UnusableAnswer(`the proxy refuses to lead to AWS (${statusCode})${hint}`, true);
}

const REQUEST_IDS = ['x-amz-request-id', 'x-amzn-requestid'];

/** As many as the SDK opens without a proxy. */
const MAX_SOCKETS = 50;
