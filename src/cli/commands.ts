import type { CommandDefinition } from './command.ts';
import { checkCommand } from './commands/check.ts';
import { collectCommand } from './commands/collect.ts';
import { completionCommand } from './commands/completion.ts';
import { iamPolicyCommand } from './commands/iam-policy.ts';
import { investigateCommand } from './commands/investigate.ts';
import { queryCommand } from './commands/query.ts';
import { scanCommand } from './commands/scan.ts';
import { verifyCommand } from './commands/verify.ts';

/** Every command, in the order of `--help`. A command is one file and one entry here. */
export const COMMANDS: readonly CommandDefinition[] = [
  investigateCommand,
  scanCommand,
  checkCommand,
  queryCommand,
  collectCommand,
  verifyCommand,
  iamPolicyCommand,
  completionCommand(() => COMMANDS),
];
