import { isUtf8 } from 'node:buffer';

/**
 * The keys that a logged key may stand for, as logged first, without repetition: access logs write
 * keys URL-encoded, some of them twice (`%2522` for `"`), and some writers put `+` for a space.
 * Escapes that are none are left as they stand.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
export function keyForms(key: string): readonly string[] {
  const hasPlus = key.includes('+');
  if (!hasPlus && !key.includes('%')) return [key];
  const forms = new Set<string>();
  for (const form of hasPlus ? [key, key.replaceAll('+', ' ')] : [key]) {
    const once = decode(form);
    forms.add(form).add(once).add(decode(once));
  }
  return [...forms];
}

function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, decodeRun);
}

function decodeRun(escapes: string): string {
  const bytes = Buffer.from(escapes.replaceAll('%', ''), 'hex');
  return isUtf8(bytes) ? bytes.toString('utf8') : escapes;
}
