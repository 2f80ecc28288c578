import { linesTaken, type TextStyle } from '../../display/lay-out.ts';
import type { Block } from '../../display/page.ts';

/** A part of the screen, from how it is told with room to spare to how it is told with none. */
export interface Part {
  readonly versions: readonly [readonly Block[], ...(readonly Block[])[]];
  /** What each step to the next version gives up: the least is given up first, of all parts. */
  readonly worth: readonly number[];
}

/** A part that is told as it is, whatever the room. */
export function whole(...blocks: readonly Block[]): Part {
  return { versions: [blocks], worth: [] };
}

/** A terminal of 24 lines has the shell's prompt below. */
const SCREEN_LINES = 23;

/** The parts in their order, each as long as the lines of a screen allow: of what decides, as much as there is room for. */
export function fitted(parts: readonly Part[], style: TextStyle): Block[] {
  const sizes = parts.map(({ versions }) => versions.map((blocks) => linesTaken(blocks, style)));
  const chosen = parts.map(() => 0);
  const steps = parts
    .flatMap(({ worth }, part) => worth.map((given, version) => ({ given, part, version })))
    .sort((a, b) => a.given - b.given || b.part - a.part || a.version - b.version);
  for (const { part, version } of steps) {
    const lines = chosen.reduce((sum, version, index) => sum + (sizes[index]?.[version] ?? 0), 0);
    if (lines <= SCREEN_LINES) break;
    chosen[part] = version + 1;
  }
  return parts.flatMap(({ versions }, index) => versions[chosen[index] ?? 0] ?? []);
}
