import { describe, expect, it } from 'vitest';
import { runCommand } from './fake-shell.ts';

describe('the command line', () => {
  it.each([[['--help']], [['help', 'scan']], [['investigate', '--help']]])('%j prints help', async (args) => {
    const ran = await runCommand(args);
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
    expect(ran.stdout).toMatchSnapshot();
  });

  it('prints its version', async () => {
    const ran = await runCommand(['--version']);
    expect(ran).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
  });

  it('prints help on standard error when no command is given', async () => {
    const ran = await runCommand([]);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toMatch(/^Usage: inventory-forensics /);
  });

  it.each<[string, readonly string[]]>([
    ['an unknown command', ['investgate', 'x']],
    ['a command like no other', ['frobnicate']],
    ['an unknown option', ['investigate', '--formt', 'json', 'x']],
    ['an option without its value', ['scan', 'x', '--since']],
    ['an option of the other command', ['scan', '--failed-export', '2026-02-19', 'x']],
    ['no evidence to investigate', ['investigate']],
    ['no evidence to scan', ['scan', '--all']],
    ['evidence that is not there', ['scan', 'no/such/file.log']],
    ['a malformed time', ['investigate', '--since', 'last week', 'x']],
    ['a malformed account', ['investigate', '--source-account', '12', 'x']],
    ['a malformed expression', ['scan', '--operation', '[', 'x']],
    ['an unknown format', ['scan', '--format', 'xml', 'x']],
    ['a hostile value', ['scan', '--status', '\x1b[2J\nok', 'x']],
    ['a hostile option', ['scan', '--\x1b[2J\n', 'x']],
    ['a hostile command', ['\x1b[31m\u202e']],
  ])('refuses %s in one line on standard error, with exit code 2', async (_, args) => {
    const ran = await runCommand(args);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(ran.stderr.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(ran.stderr).toMatchSnapshot();
  });
});
