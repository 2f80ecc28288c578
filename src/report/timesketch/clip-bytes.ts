import { Buffer } from 'node:buffer';

const NOTE = ' [cut]';

/** Text of at most `limit` UTF-8 bytes, cut between characters; cut text ends with `[cut]`. */
export function clipBytes(text: string, limit: number): string {
  // No character takes more than three bytes for each of its UTF-16 units.
  if (text.length * 3 <= limit || Buffer.byteLength(text) <= limit) return text;
  const room = limit - NOTE.length;
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    end += character.length;
  }
  return `${text.slice(0, end)}${NOTE}`;
}
