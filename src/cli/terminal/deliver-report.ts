import type { TextStyle } from '../../display/lay-out.ts';
import type { OutputTarget } from '../options/resolve-outputs.ts';
import type { Diagnostics } from './diagnostics.ts';
import type { Shell } from './shell.ts';

type Rendered = string | Iterable<string>;

/** A report in the formats that a command offers. */
export interface Deliverable<Format extends string> {
  readonly outputs: readonly OutputTarget<Format>[];
  /** The report in a format, whole or in pieces; `style` is how text is laid out where it goes. */
  readonly render: (format: Format, style: TextStyle) => Rendered | Promise<Rendered>;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

/**
 * Writes a report wherever it was asked for. Files first: a reader of standard output that goes away
 * must not cost them. A terminal gets the first screen of a text, unless all is asked for. Warnings that stand in no text on
 * standard output are told on standard error.
 */
export async function deliverReport<Format extends string>(
  { outputs, render, warnings }: Deliverable<Format>,
  to: { readonly shell: Shell; readonly diagnostics: Diagnostics; readonly color: boolean; readonly full?: boolean },
): Promise<void> {
  const [{ FILE_STYLE, textStyleOf }, { writeWhole }, { writeStream }] = await Promise.all([
    import('./terminal.ts'),
    import('./write-whole.ts'),
    import('./write-stream.ts'),
  ]);
  const { shell, diagnostics } = to;
  for (const { format, path } of outputs) {
    if (path === null) continue;
    writeWhole(path, piecesOf(await render(format, FILE_STYLE)));
    diagnostics.progress(`Wrote ${path} (${format}).`);
  }
  const onScreen = outputs.find(({ path }) => path === null);
  if (onScreen?.format !== 'text') {
    for (const { code, message } of warnings) diagnostics.warn(`${message} [${code}]`);
  }
  if (onScreen === undefined) return;
  const style = textStyleOf(shell.stdout, shell.env, to);
  await writeStream(shell.stdout, piecesOf(await render(onScreen.format, style)));
}

function piecesOf(rendered: Rendered): Iterable<string> & object {
  return typeof rendered === 'string' ? [rendered] : rendered;
}
