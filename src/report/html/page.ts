import { createHash } from 'node:crypto';
import { html, Markup } from './markup.ts';
import { SCRIPT } from './script.ts';
import { STYLES } from './styles.ts';

/**
 * One HTML file that loads nothing. Its Content-Security-Policy allows its own style and script by their hashes and
 * nothing else.
 */
export function wholePage(title: string, body: Markup): string {
  const policy = `default-src 'none'; style-src '${hashOf(STYLES)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${new Markup(STYLES)}</style></head>
<body>${body}<script>${new Markup(SCRIPT)}</script></body></html>
`.text;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
