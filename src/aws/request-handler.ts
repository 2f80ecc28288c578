import type { STSClientConfig } from '@aws-sdk/client-sts';
import type { NodeHttpHandler } from '@smithy/node-http-handler';

/** What a client of the SDK sends with. */
export type RequestHandler = NonNullable<STSClientConfig['requestHandler']>;

type Request = Parameters<NodeHttpHandler['handle']>[0];
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
      return handlerFor(`${request.protocol}//${request.hostname}${port}`).handle(request, options);
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

/** As many as the SDK opens without a proxy. */
const MAX_SOCKETS = 50;
