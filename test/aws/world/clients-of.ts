import { type AwsClients, createClients } from '../../../src/aws/clients.ts';

/** The program's own clients on a world, with credentials that AWS's documents print. */
export function clientsOf(url: string): AwsClients {
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  return createClients({
    profile: null,
    region: 'eu-west-1',
    endpointUrl: url,
  });
}
