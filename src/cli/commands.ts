import type { CommandDefinition } from './command.ts';
import { investigateCommand } from './commands/investigate.ts';
import { scanCommand } from './commands/scan.ts';

/** Every command, in the order of `--help`. A command is one file and one entry here. */
export const COMMANDS: readonly CommandDefinition[] = [investigateCommand, scanCommand];
