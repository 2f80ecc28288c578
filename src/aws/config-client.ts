/** AWS Config, as a module of its own: it is loaded when it is asked, and bundled names do not survive a lazy import of the package. */
export { ConfigServiceClient, GetResourceConfigHistoryCommand } from '@aws-sdk/client-config-service';
