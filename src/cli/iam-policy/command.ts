import { type CommandDefinition, type Flags, switchFlag, textFlag } from '../command.ts';
import { OUTPUT_OPTIONS } from '../options/option-groups.ts';
import { badValue } from '../options/usage-error.ts';
import type { Shell } from '../terminal/shell.ts';

export const iamPolicyCommand: CommandDefinition = {
  name: 'iam-policy',
  summary: 'the least that AWS must grant for reading a case',
  description:
    'Prints the IAM policy with the least permissions for a command that reads AWS, made from the table of calls that this program can make. Names not given stand as placeholders in capitals.',
  argument: {
    name: '[command]',
    description: 'collect, investigate, check, scan or query; all when not given',
    values: ['collect', 'investigate', 'check', 'scan', 'query'],
  },
  options: [
    { flags: '--source-bucket <name>', description: 'bucket that is inventoried' },
    { flags: '--destination-bucket <name>', description: 'bucket that reports are delivered to' },
    { flags: '--log-bucket <name>', description: 'bucket of logs; may be repeated', repeatable: true },
    { flags: '--encryption <key>', description: 'ARN of the KMS key of the reports' },
    {
      flags: '--role-arn <arn>',
      description: 'role that is assumed, as in other commands; may be repeated',
      repeatable: true,
    },
    { flags: '--calls', description: 'print each call, the action that grants it and what it is for, as a table' },
    {
      flags: '-f, --format <format>',
      description: 'of --calls: text (default) or json; the policy is JSON',
      values: ['text', 'json'],
    },
    ...OUTPUT_OPTIONS,
  ],
  examples: [
    'inventory-forensics iam-policy collect --source-bucket acme-lake --destination-bucket acme-reports',
    'inventory-forensics iam-policy --calls',
    'inventory-forensics iam-policy check --calls --format json',
  ],
  run: runIamPolicy,
};

async function runIamPolicy([operand]: readonly string[], flags: Flags, shell: Shell): Promise<number> {
  const [{ resolveIamPolicy }, { iamPolicy }, { ALLOWED_CALLS }, { writeStream }] = await Promise.all([
    import('./resolve-iam-policy.ts'),
    import('../../aws/iam-policy.ts'),
    import('../../aws/calls.ts'),
    import('../terminal/write-stream.ts'),
  ]);
  const { command, names } = resolveIamPolicy(operand, flags);
  const isCalls = switchFlag(flags, 'calls');
  const format = textFlag(flags, 'format') ?? (isCalls ? 'text' : 'json');
  if (format !== 'json' && (format !== 'text' || !isCalls)) {
    throw badValue('--format', format, isCalls ? 'text or json' : 'json');
  }
  const calls = ALLOWED_CALLS.filter((call) => command === null || call.commands.includes(command));
  const width = Math.max(...calls.map(({ action }) => action.length));
  const lines =
    format === 'json'
      ? [`${JSON.stringify(isCalls ? calls : iamPolicy(command, names), null, 2)}\n`]
      : calls.map(
          ({ service, operation, action, why }) =>
            `${`${service} ${operation}`.padEnd(36)}  ${action.padEnd(width)}  ${why}\n`,
        );
  await writeStream(shell.stdout, lines);
  return 0;
}
