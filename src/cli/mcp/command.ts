import { type CommandDefinition, switchFlag, textFlags } from '../command.ts';

export const mcpCommand: CommandDefinition = {
  name: 'mcp',
  summary: 'serve these commands as tools to an agent, over standard input and output',
  description:
    'Speaks the Model Context Protocol on standard input and output, so that an agent can call investigate, check, scan, query and explain. It reads only below the folders given with --root, writes nothing, and reaches AWS only with --allow-aws, which adds collect and live reading. Needs the package @modelcontextprotocol/server.',
  argument: null,
  options: [
    {
      flags: '--root <dir>',
      description:
        'folder that may be read, with all below it; paths that an agent names start at the first (default: the working directory); may be repeated',
      repeatable: true,
    },
    { flags: '--allow-aws', description: 'read AWS with your own credentials where a tool is asked to' },
  ],
  examples: [
    'inventory-forensics mcp --root ./evidence',
    'inventory-forensics mcp --root ./evidence --root ./exports --allow-aws',
  ],
  run: async (_operands, flags, shell) => {
    const { serveMcp } = await import('./serve.ts');
    const roots = textFlags(flags, 'root');
    return serveMcp({ roots: roots.length === 0 ? ['.'] : roots, allowAws: switchFlag(flags, 'allowAws') }, shell);
  },
};
