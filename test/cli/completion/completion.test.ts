import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedQueries } from '../../../src/query/catalog.ts';
import { REPORT_FORMAT_NAMES } from '../../../src/report/formats.ts';
import { runCommand } from '../fake-shell.ts';

let folder = '';
const scripts: Record<string, string> = {};

async function scriptFor(shell: string): Promise<string> {
  const { code, stdout } = await runCommand(['completion', shell]);
  expect(code).toBe(0);
  return stdout;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  mkdirSync(join(folder, 'evidence'));
  mkdirSync(join(folder, 'logs and more'));
  writeFileSync(join(folder, 'policy.json'), '{}');
  for (const shell of ['bash', 'zsh', 'fish']) {
    scripts[shell] = join(folder, `script.${shell}`);
    writeFileSync(scripts[shell], await scriptFor(shell));
  }
  writeFileSync(join(folder, 'capture.zsh'), ZSH_CAPTURE);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What the real shell offers for the line, sorted; the last word is the one under the cursor. */
type Complete = (line: readonly string[]) => string[];

function outputOf(command: string, args: readonly string[]): string[] {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', timeout: 15_000 });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  const words = stdout.split('\n').map((word) => word.trim());
  return [...new Set(words)].filter((word) => word !== '').sort();
}

const SHELLS: Readonly<Record<string, Complete>> = {
  bash: (line) => {
    // As readline splits it: what stands around `=` are words of their own.
    const words = line
      .flatMap((word) => (word.startsWith('--') ? word.split(/(=)/) : [word]))
      .map((word) => `'${word}'`);
    const last = words.length - (words.at(-1) === "''" && words.at(-2) === "'='" ? 2 : 1);
    const program = `source '${scripts['bash']}'; COMP_WORDS=(${words.slice(0, last + 1).join(' ')}); COMP_CWORD=${last}; _inventory_forensics; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return outputOf('bash', ['--norc', '--noprofile', '-c', program]);
  },
  zsh: (line) => outputOf('zsh', ['-f', join(folder, 'capture.zsh'), scripts['zsh'] ?? '', line.join(' ')]),
  fish: (line) =>
    outputOf('fish', ['--no-config', '-c', `source '${scripts['fish']}'; complete -C '${line.join(' ')}'`]).map(
      (entry) => entry.split('\t')[0] ?? '',
    ),
};

/**
 * A zsh in a terminal of its own is given the line and a Tab. All matches go through `compadd`, which prints
 * them here.
 */
const ZSH_CAPTURE = `
zmodload zsh/zpty
cat > setup.zsh <<'END'
PROMPT=
autoload -Uz compinit
compinit -u -D
source $SCRIPT
bindkey '^I' complete-word
zstyle ':completion:*' insert-tab false
compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  local -a found
  builtin compadd -A found "$@"
  local one
  for one in $found; do print -r -- "<<$one>>"; done
  builtin compadd "$@"
}
finish() { print -r -- '<<>>'; exit }
comppostfuncs=(finish)
print READY-""GO
END
zpty shell zsh -f -i
zpty -w shell "SCRIPT=$1; source ./setup.zsh"
zpty -r -m shell line '*READY-GO*'
zpty -w -n shell "$2"$'\\t'
zpty -r -m shell answer '*<<>>*'
for word in \${(f)answer}; do
  [[ $word == *'<<'?*'>>'* ]] && print -r -- \${\${word#*<<}%>>*}
done
exit 0
`;

function has(shell: string): boolean {
  return spawnSync(shell, ['--version']).status === 0;
}

// bash is wherever this is developed; of the others, those that are there are asked.
describe.each(Object.keys(SHELLS).filter((shell) => shell === 'bash' || has(shell)))('completion in %s', (shell) => {
  const complete: Complete = (line) => (SHELLS[shell] as Complete)(['inventory-forensics', ...line]);

  it('names the commands', () => {
    expect(complete(['i'])).toEqual(['iam-policy', 'investigate']);
    expect(complete(['co'])).toEqual(['collect', 'completion']);
  });

  it('names the options of the command', () => {
    expect(complete(['scan', '--op'])).toEqual(['--operation']);
    expect(complete(['investigate', '--fa'])).toEqual(['--fail-on', '--failed-export']);
  });

  it.each([['--format'], ['-f']])('names the values of %s', (flag) => {
    expect(complete(['investigate', flag, ''])).toEqual([...REPORT_FORMAT_NAMES].sort());
  });

  it('names those that begin so', () => {
    expect(complete(['investigate', '--format', 'time'])).toEqual(['timesketch', 'timesketch-csv']);
    expect(complete(['check', '--frequency', 'd'])).toEqual(['daily']);
    expect(complete(['completion', ''])).toEqual(['bash', 'fish', 'zsh']);
    expect(complete(['help', 'ver'])).toEqual(['verify']);
  });

  it('names the queries', () => {
    const begun = 'policy-';
    const names = shippedQueries().map(({ name }) => name);
    const expected = names.filter((name) => name.startsWith(begun)).sort();
    expect(expected.length).toBeGreaterThan(0);
    expect(complete(['query', begun]).filter((word) => word !== 'policy.json')).toEqual(expected);
  });

  it('names files where a file is meant', () => {
    expect(complete(['check', '--policy', 'pol'])).toEqual(['policy.json']);
    expect(complete(['investigate', 'evi']).map((word) => word.replace(/\/$/, ''))).toEqual(['evidence']);
  });

  it('names only directories where one is meant', () => {
    expect(complete(['collect', '--out', '']).map((word) => word.replace(/\/$/, '').replaceAll('\\', ''))).toEqual([
      'evidence',
      'logs and more',
    ]);
  });

  it('offers nothing for what only the user knows', () => {
    expect(complete(['investigate', '--source-bucket', ''])).toEqual([]);
  });
});

it('completes a value after = in bash', () => {
  expect(SHELLS['bash']?.(['inventory-forensics', 'scan', '--format=nd'])).toEqual(['ndjson']);
  expect(SHELLS['bash']?.(['inventory-forensics', 'scan', '--format='])).toEqual(['csv', 'ndjson', 'table']);
});

describe('the values that completion knows', () => {
  it.each([
    ['investigate', REPORT_FORMAT_NAMES.join(', ')],
    ['scan', 'table, ndjson, csv'],
    ['query', 'table, json, csv'],
    ['check', 'text, json, sarif, github'],
    ['verify', 'text or json'],
  ])('are those that %s takes for --format', async (command, formats) => {
    const operand = command === 'check' ? [] : command === 'query' ? ['-'] : ['.'];
    const { code, stderr } = await runCommand([command, ...operand, '--format', 'nothing']);
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`give (one of )?${formats}\n`));
    expect(complete(command)).toEqual(formats.split(/, | or /).sort());
  });
  function complete(command: string): string[] {
    return SHELLS['bash']?.(['inventory-forensics', command, '--format', '']) ?? [];
  }
});

describe('completion', () => {
  it('refuses a shell that it does not know', async () => {
    const { code, stderr } = await runCommand(['completion', 'powershell']);
    expect(code).toBe(2);
    expect(stderr).toContain('give one of bash, zsh, fish');
  });
});
