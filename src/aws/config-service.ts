/**
 * The client of AWS Config, which few runs need, in a module of its own: a package of CommonJS that is imported when it
 * is needed has no names in the bundle.
 */
export { ConfigServiceClient, GetResourceConfigHistoryCommand } from '@aws-sdk/client-config-service';
