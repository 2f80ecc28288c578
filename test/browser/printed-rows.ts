import type { Page } from 'playwright-core';

/** Where a cell of a table begins and ends in print, by page; rows are counted over all tables of the document. */
export interface PrintedCell {
  readonly row: number;
  readonly topPage: number;
  readonly endPage: number;
}

/**
 * Prints the page and tells on which sheets each cell begins and ends. Chromium keeps links in a PDF as annotations
 * of their page, in plain text: so a link is put at both ends of every cell, and looked up in the print.
 */
export async function printedCells(page: Page, format: string): Promise<PrintedCell[]> {
  await page.evaluate(MARK_CELLS);
  const text = (await page.pdf({ format })).toString('latin1');
  const links = new Map<string, string>();
  for (const [, object = '', link = ''] of text.matchAll(
    /(\d+) 0 obj\n<<\/Type \/Annot\n(?:(?!endobj)[\s\S])*?\/URI \(https:\/\/mark\.invalid\/([^)]*)\)/g,
  )) {
    links.set(object, link);
  }
  const pages = new Map<string, number>();
  const sheets = [...text.matchAll(/<<\/Type \/Page\n(?:(?!endobj)[\s\S])*?endobj/g)];
  for (const [number, [sheet]] of sheets.entries()) {
    const annotations = /\/Annots \[([^\]]*)\]/.exec(sheet)?.[1] ?? '';
    for (const [, object = ''] of annotations.matchAll(/(\d+) 0 R/g)) pages.set(links.get(object) ?? '', number);
  }
  return [...pages].flatMap(([link, topPage]) => {
    const [row, cell, end] = link.split('/');
    const endPage = pages.get(`${row}/${cell}/end`);
    return end === 'top' && endPage !== undefined ? [{ row: Number(row), topPage, endPage }] : [];
  });
}

const MARK_CELLS = `
dispatchEvent(new Event('beforeprint'));
for (const [row, { cells }] of Array.from(document.querySelectorAll('tr')).entries()) {
  for (const [column, cell] of Array.from(cells).entries()) {
    const mark = (where) => {
      const link = document.createElement('a');
      link.href = 'https://mark.invalid/' + row + '/' + column + '/' + where;
      link.textContent = '.';
      return link;
    };
    cell.prepend(mark('top'));
    cell.append(mark('end'));
  }
}`;
