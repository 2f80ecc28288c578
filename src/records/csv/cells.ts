/** The cells of one row, null for one that is empty without quotes; null when a quote stands where none may. */
export function cellsOf(row: string): (string | null)[] | null {
  const cells: (string | null)[] = [];
  let start = 0;
  for (;;) {
    let end: number;
    if (row[start] === '"') {
      end = start + 1;
      for (end = row.indexOf('"', end); end !== -1 && row[end + 1] === '"'; end = row.indexOf('"', end + 2));
      if (end === -1) return null;
      cells.push(row.slice(start + 1, end).replaceAll('""', '"'));
      end++;
    } else {
      const comma = row.indexOf(',', start);
      end = comma === -1 ? row.length : comma;
      const text = row.slice(start, end);
      if (text.includes('"')) return null;
      cells.push(text === '' ? null : text);
    }
    if (end >= row.length) return cells;
    if (row[end] !== ',') return null;
    start = end + 1;
  }
}
