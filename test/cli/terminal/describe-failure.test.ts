import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { describeFailure } from '../../../src/cli/terminal/describe-failure.ts';
import { type ErrorCode, ForensicsError } from '../../../src/errors.ts';

const QUIET = { debug: false };

describe('describeFailure', () => {
  it.each<[ErrorCode, number]>([
    ['usage', 2],
    ['no-evidence', 2],
    ['malformed-case', 2],
    ['unreadable-input', 2],
    ['nothing-read', 3],
    ['output-failed', 1],
    ['failed', 1],
  ])('%s ends with %i', (code, exitCode) => {
    expect(describeFailure(new ForensicsError(code, 'no good', { hint: 'try again' }), QUIET)).toEqual({
      message: 'inventory-forensics: no good; try again',
      exitCode,
    });
  });

  it('keeps hostile words on one line and harmless', () => {
    const error = new ForensicsError('malformed-case', 'case.json: \x1b[2Jx\nsecond line');
    expect(describeFailure(error, QUIET).message).toBe('inventory-forensics: case.json: \\x1b[2Jx\\nsecond line');
  });

  it('puts a suggestion of the command line on the same line', () => {
    const error = new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'\n(Did you mean --y?)");
    expect(describeFailure(error, QUIET)).toEqual({
      message: "inventory-forensics: unknown option '--x' (did you mean --y?); see --help",
      exitCode: 2,
    });
  });

  it.each([
    ['commander.helpDisplayed', 0, 0],
    ['commander.version', 0, 0],
    ['commander.help', 0, 0],
    ['commander.help', 1, 2],
  ])('adds nothing to what was printed for %s with %i', (code, given, exitCode) => {
    expect(describeFailure(new CommanderError(given, code, '(outputHelp)'), QUIET)).toEqual({
      message: null,
      exitCode,
    });
  });

  it('tells of a fault of the program in one line, with the stack on demand', () => {
    const fault = new TypeError('x is\nundefined');
    expect(describeFailure(fault, QUIET)).toEqual({
      message: 'inventory-forensics: unexpected TypeError: x is\\nundefined; set DEBUG=1 for the stack',
      exitCode: 1,
    });
    const debugged = describeFailure(fault, { debug: true });
    expect(debugged.exitCode).toBe(1);
    expect(debugged.message).toContain('describe-failure.test.ts');
    expect(describeFailure('thrown text', QUIET).message).toContain('unexpected thrown text');
  });

  it('is one JSON object where that is asked for, with the same exit code', () => {
    const error = new ForensicsError('no-evidence', 'nothing\u001b[2J there', { hint: 'name a file' });
    const { message, exitCode } = describeFailure(error, { ...QUIET, json: true });
    expect(JSON.parse(message ?? '')).toEqual({
      error: { code: 'no-evidence', message: 'nothing\u001b[2J there', hint: 'name a file' },
    });
    expect(message).not.toContain('\u001b');
    expect(exitCode).toBe(2);
  });
});
