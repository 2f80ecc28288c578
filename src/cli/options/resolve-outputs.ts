import { ForensicsError } from '../../errors.ts';
import { type Flags, textFlags } from '../command.ts';
import { badValue } from './usage-error.ts';

/** One rendering of the report and where it goes; `path` null is standard output. */
export interface OutputTarget<Format extends string> {
  readonly format: Format;
  readonly path: string | null;
}

/**
 * Pairs the i-th `--format` with the i-th `--output`. A format without an output goes to standard output, as does
 * `--output -`; no format at all is the first of `known`.
 *
 * @throws ForensicsError `usage` for an unknown format, an output without format, two targets in one place
 */
export function resolveOutputs<Format extends string>(
  flags: Flags,
  known: readonly [Format, ...Format[]],
): readonly OutputTarget<Format>[] {
  const [formats, outputs] = [textFlags(flags, 'format'), textFlags(flags, 'output')];
  const given = formats.length === 0 ? [known[0]] : formats;
  if (outputs.length > given.length) {
    throw new ForensicsError('usage', '--output is given more often than --format', {
      hint: 'each --output takes the --format of the same position',
    });
  }
  const targets = given.map((format, index) => {
    const output = outputs[index];
    if (output === '') throw badValue('--output', output, 'the name of a file, or - for standard output');
    return { format: formatOf(format, known), path: output === undefined || output === '-' ? null : output };
  });
  if (targets.filter((target) => target.path === null).length > 1) {
    throw new ForensicsError('usage', 'more than one --format would go to standard output', {
      hint: 'give each but one an --output FILE',
    });
  }
  return targets;
}

/** @throws ForensicsError `usage` for an unknown format */
export function formatOf<Format extends string>(value: string, known: readonly Format[]): Format {
  const format = known.find((name) => name === value.toLowerCase());
  if (format === undefined) throw badValue('--format', value, `one of ${known.join(', ')}`);
  return format;
}
