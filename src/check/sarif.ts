import { printJson } from '../display/escape-terminal.ts';
import { asSentence } from '../display/sentence.ts';
import {
  type CheckReport,
  deliveryTitle,
  type ReportPlace,
  type Requirement,
  type RequirementId,
  sourceOfReport,
} from './contract.ts';

/**
 * What stops deliveries, and what it depends on whether they are stopped, as SARIF 2.1.0: for code scanning of GitHub and
 * others. The plan, template or document is the artifact, the address of the resource its logical location. A delivery
 * that is allowed has no result.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function renderCheckSarif(reports: readonly CheckReport[], version: string): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'inventory-forensics', version, rules: RULES } },
        columnKind: 'utf16CodeUnits',
        results: reports.flatMap(resultsOf),
      },
    ],
  };
  return printJson(log);
}

const TEXTS: Readonly<Record<RequirementId, string>> = {
  'destination-policy-allows': 'The policy of the destination bucket lets the delivery in',
  'no-deny-applies': 'No Deny stops the delivery',
  'same-region': 'Source, destination and key are in one Region',
  'key-policy-allows': 'The policy of the KMS key lets the reports be encrypted',
  'key-usable': 'The KMS key is a customer managed key that is in use',
  'destination-owner': 'The destination belongs to the account that the configuration names',
  'destination-form': 'The destination is a general purpose bucket, named by its ARN',
  'configuration-enabled': 'The configuration exists and is enabled',
};

const RULES = Object.entries(TEXTS).map(([id, text]) => ({
  id,
  shortDescription: { text },
  defaultConfiguration: { level: 'error' },
}));

function resultsOf(report: CheckReport): object[] {
  const { destinationBucket, configurationId } = report.delivery;
  const source = sourceOfReport(report.delivery) ?? 'any';
  // Fingerprints of S3 Inventory stay what they were before there were others.
  const kind = report.profile === 's3-inventory' ? [] : [report.profile];
  const delivery = [...kind, source, configurationId ?? 'any', destinationBucket].join(' ');
  return report.requirements
    .filter(({ id }) => report.decidedBy.includes(id))
    .map((requirement) => ({
      ruleId: requirement.id,
      level: report.decision === 'denied' ? 'error' : 'warning',
      message: { text: messageOf(report, requirement) },
      locations: locationsOf(report, requirement),
      // Tells the finding again in a later plan, wherever it then stands.
      partialFingerprints: { 'delivery/v1': `${requirement.id} ${delivery}` },
    }));
}

function messageOf(report: CheckReport, { id, explanation }: Requirement): string {
  const { remedy, decidedBy } = report;
  const mended = remedy === null || id !== decidedBy[0] ? '' : ` To mend it: ${remedy.description}.`;
  return `${deliveryTitle(report)}: ${asSentence(explanation)}${mended}`;
}

/** What is missing stands nowhere: then the delivery is shown where anything of it does. */
function locationsOf({ requirements }: CheckReport, { place }: Requirement): object[] {
  const shown = place ?? requirements.find((other) => other.place !== null)?.place ?? null;
  return shown === null ? [] : [locationOf(shown)];
}

function locationOf({ file, address, line }: ReportPlace): object {
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line } },
    ...(address === null ? {} : { logicalLocations: [{ fullyQualifiedName: address, kind: 'resource' }] }),
  };
}

/** A path as a relative or absolute reference; what is no character of a URI is encoded. */
function uriOf(file: string): string {
  // A lone surrogate, which a name of a file may hold, has no encoding.
  const path = Buffer.from(file).toString('utf8').replaceAll('\\', '/');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}
