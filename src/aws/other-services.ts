import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms';
import { AwsJson1_1Protocol, AwsQueryProtocol } from '@aws-sdk/core/protocols';
import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { EndpointParameterInstructions, StaticOperationSchema } from '@smithy/types';
import type { JsonObject } from '../json.ts';
import { partitionOfRegion, urlSuffixOf } from '../partition.ts';

/** A service of which a call or two are made, for which a client of its own would be thousands of lines. */
export type OtherService = 'config' | 'logs' | 'cloudformation';

/** Asks a service by the name of the operation; input and answer are as the API has them. */
export interface OtherClient {
  /** For the guard and its like. */
  readonly middlewareStack: KMSClient['middlewareStack'];
  send(operation: string, input: JsonObject): Promise<JsonObject>;
  destroy(): void;
}

/** How a service is spoken to. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html and the page of aws.query */
interface Speech {
  /** Of `AWS_ENDPOINT_URL_<SERVICE>` too. */
  readonly serviceId: string;
  /** In front of the operation in `X-Amz-Target`; null for a service that is asked by forms and answers in XML. */
  readonly target: string | null;
  readonly version: string;
}

const SPEECH: Readonly<Record<OtherService, Speech>> = {
  config: { serviceId: 'Config Service', target: 'StarlingDoveService', version: '2014-11-12' },
  logs: { serviceId: 'CloudWatch Logs', target: 'Logs_20140328', version: '2014-03-28' },
  cloudformation: { serviceId: 'CloudFormation', target: null, version: '2010-05-15' },
};

/**
 * A client out of the parts of the SDK that all its clients are made of, as another of them brings them together:
 * signing, retries, proxies, endpoints and errors are the SDK's own.
 */
export function otherClient(service: OtherService, configuration: KMSClientConfig): OtherClient {
  const { serviceId, target, version } = SPEECH[service];
  const namespace = `com.amazonaws.${service}`;
  const client = new KMSClient({
    ...configuration,
    ...({
      serviceId,
      signingName: service,
      protocol: target === null ? AwsQueryProtocol : AwsJson1_1Protocol,
      protocolSettings: { defaultNamespace: namespace, errorTypeRegistries: [], serviceTarget: target, version },
      endpointProvider: (asked: EndpointParameters) => ({ url: endpointOf(service, asked) }),
    } as object),
  });
  return {
    middlewareStack: client.middlewareStack,
    async send(operation, input) {
      const command = commandOf({}, () => [], operation, schemaOf(namespace, operation, Object.keys(input)));
      const { $metadata: _, ...answer } = (await client.send(new command(input) as never)) as unknown as JsonObject;
      return answer;
    },
    destroy: () => client.destroy(),
  };
}

interface EndpointParameters {
  readonly Region?: string;
  readonly Endpoint?: string;
  readonly UseFIPS?: boolean;
}

/** https://docs.aws.amazon.com/general/latest/gr/rande.html */
function endpointOf(service: OtherService, { Region = '', Endpoint, UseFIPS = false }: EndpointParameters): URL {
  if (Endpoint !== undefined) return new URL(Endpoint);
  const partition = partitionOfRegion(Region);
  // In GovCloud, all are FIPS endpoints.
  const host = UseFIPS && partition !== 'aws-us-gov' ? `${service}-fips` : service;
  return new URL(`https://${host}.${Region}.${urlSuffixOf(partition)}`);
}

const ENDPOINT_PARAMETERS: EndpointParameterInstructions = {
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
};

const commandOf = makeBuilder<never, object, never>(ENDPOINT_PARAMETERS, 'Other', 'OtherClient', getEndpointPlugin);

/** A value of any kind, as it is on the wire. */
const ANY = 15;

function schemaOf(namespace: string, operation: string, members: readonly string[]): StaticOperationSchema {
  const input = [3, namespace, `${operation}Request`, 0, members, members.map(() => ANY)];
  return [9, namespace, operation, 0, input, ANY] as unknown as StaticOperationSchema;
}
