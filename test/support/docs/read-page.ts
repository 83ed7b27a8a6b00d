/** A fenced block; `info` is what stands behind the fence: the language, and what a test is to do with it. */
export interface Block {
  kind: 'block';
  info: string;
  text: string;
  /** Of the fence, from 1. */
  line: number;
}

export interface Table {
  kind: 'table';
  /** The heading's cells, joined by ` | `. */
  heading: string;
  rows: { line: number; cells: string[] }[];
}

/** The fenced blocks and the tables of a Markdown page, in order. */
export function readPage(markdown: string): (Block | Table)[] {
  const pieces: (Block | Table)[] = [];
  const lines = markdown.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const info = /^```(.*)$/u.exec(lines[at] ?? '')?.[1];
    if (info !== undefined) {
      const end = lines.indexOf('```', at + 1);
      pieces.push({ kind: 'block', info, text: lines.slice(at + 1, end).join('\n'), line: at + 1 });
      at = end;
    } else if (/^\|(?:-+\|)+$/u.test(lines[at + 1] ?? '')) {
      const table = readTable(lines, at);
      pieces.push(table);
      at += table.rows.length + 1;
    }
  }
  return pieces;
}

/** What stands in the code spans of a cell. */
export function codeIn(cell: string): string[] {
  return [...cell.matchAll(/(`+) ?(.+?) ?\1(?!`)/gu)].map(([, , code = '']) => code);
}

function readTable(lines: readonly string[], start: number): Table {
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  const rows = lines
    .slice(start + 2, end)
    .map((line, index) => ({ line: start + 3 + index, cells: cellsOf(line) }));
  return { kind: 'table', heading: cellsOf(lines[start] ?? '').join(' | '), rows };
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/u)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}
