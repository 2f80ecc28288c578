import { checkCommand } from './check/command.ts';
import { collectCommand } from './collect/command.ts';
import type { CommandDefinition } from './command.ts';
import { completionCommand } from './completion/command.ts';
import { explainCommand } from './explain/command.ts';
import { iamPolicyCommand } from './iam-policy/command.ts';
import { investigateCommand } from './investigate/command.ts';
import { mcpCommand } from './mcp/command.ts';
import { queryCommand } from './query/command.ts';
import { scanCommand } from './scan/command.ts';
import { verifyCommand } from './verify.ts';

/** Every command, in the order of `--help`. A command is one file and one entry here. */
export const COMMANDS: readonly CommandDefinition[] = [
  investigateCommand,
  scanCommand,
  checkCommand,
  queryCommand,
  collectCommand,
  verifyCommand,
  explainCommand,
  iamPolicyCommand,
  mcpCommand,
  completionCommand(() => COMMANDS),
];
