import { join } from 'node:path';
import process from 'node:process';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const MAIN = join(import.meta.dirname, '..', '..', '..', 'dist', 'cli', 'main.js');

export interface Session {
  readonly client: Client;
  /** What a tool answers; a failure is thrown. */
  readonly call: (name: string, asked: object) => Promise<Answer>;
  /** The words of a failure. */
  readonly refused: (name: string, asked: object) => Promise<string>;
  readonly close: () => Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked at member by member
type Answer = { readonly structured: any; readonly texts: readonly string[] };

/** A client of the official package, and the built program as its server. */
export async function openSession(root: string, ...args: readonly string[]): Promise<Session> {
  const client = new Client({ name: 'test', version: '1' });
  const server = { command: process.execPath, args: [MAIN, 'mcp', '--root', root, ...args], stderr: 'ignore' as const };
  await client.connect(new StdioClientTransport(server));
  const asked = async (name: string, values: object) => {
    const { structuredContent, content, isError } = await client.callTool({ name, arguments: { ...values } });
    const texts = content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    return { structured: structuredContent, texts, isError: isError === true };
  };
  return {
    client,
    async call(name, values) {
      const answer = await asked(name, values);
      if (answer.isError) throw new Error(answer.texts.join('\n'));
      return answer;
    },
    async refused(name, values) {
      const { isError, texts } = await asked(name, values);
      if (!isError) throw new Error(`${name} answered`);
      return texts.join('\n');
    },
    close: () => client.close(),
  };
}
