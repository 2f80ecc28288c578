/**
 * The transport of the SDK by its name, for who imports it when it is needed: a package of CommonJS that is imported so
 * itself has no names in the bundle.
 */
export { NodeHttpHandler } from '@smithy/node-http-handler';
