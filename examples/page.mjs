// A page of one's own from a report: node page.mjs report.json > page.html. What comes from logs is escaped: anybody who can
// send a request to a bucket has written into them.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const html = (text) => String(text ?? '-').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const rows = report.timeline.map(({ time, kind, title }) => `<tr><td>${[time, kind, title].map(html).join('<td>')}`);

process.stdout.write(`<!doctype html><meta charset="utf-8"><title>${html(report.outcome)}</title>
<h1>${html(report.summary)}</h1>
<table>${rows.join('\n')}</table>
`);
