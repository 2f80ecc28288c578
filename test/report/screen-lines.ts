import { displayWidth } from '../../src/display/display-width.ts';

/** Lines that text takes on a terminal of that width, which breaks by itself what is longer. */
export function screenLines(text: string, width: number): number {
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / width)), 0);
}
