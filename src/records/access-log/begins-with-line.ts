import { parseAccessLogLine } from './parse-line.ts';
import { UsualLine } from './undecoded/usual-line.ts';

/** Whether a text begins as most access logs do: its first line is one of theirs. Only where that is laid out oddly is it decoded. */
export function beginsWithLine(head: Buffer): boolean {
  if (!isWordByte(head[0])) return false;
  const newline = head.indexOf(NEWLINE);
  if (newline !== -1 && USUAL.find(head, 0, newline)) return true;
  const line = head.toString('utf8', 0, newline === -1 ? head.length : newline);
  return isLogLine(line.endsWith('\r') ? line.slice(0, -1) : line);
}

/** Whether a line, its ending taken off, is one of an access log, and not by chance. */
export function isLogLine(line: string): boolean {
  return isWordByte(line.charCodeAt(0)) && parseAccessLogLine(line).ok;
}

/** An owner, or a dash. */
function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined && /[A-Za-z0-9-]/.test(String.fromCharCode(byte));
}

const USUAL = new UsualLine();
const NEWLINE = 0x0a;
