/**
 * What few runs need of packages in CommonJS, for who imports it when it is needed: imported so themselves, they have no
 * names in the bundle.
 */
export { ConfigServiceClient, GetResourceConfigHistoryCommand } from '@aws-sdk/client-config-service';
export { NodeHttpHandler } from '@smithy/node-http-handler';
