import stringWidth from 'string-width';
import type { Terminal } from './terminal.ts';

/** Offsets in UTF-16 units, the end exclusive. */
interface Span {
  start: number;
  end: number;
}

/** A person looks at no more; of a longer text the lines that hold a mark are shown. */
const mostLines = 40;

/**
 * A customer's text, broken into lines of the terminal's width, and carets under what is marked: they show without
 * colour as well, and where it is copied into a chat.
 */
export function markedText(text: string, marks: readonly Span[], terminal: Terminal): string[] {
  const isMarked = (at: number) => marks.some(({ start, end }) => at >= start && at < end);
  const rows = rowsOf(text, terminal.width - indent.length);
  const shown = rows.map((row) => {
    const carets = row.map(({ at, width }) => (isMarked(at) ? '^' : ' ').repeat(width)).join('');
    return { line: row.map(({ shown }) => shown).join(''), carets: carets.trimEnd() };
  });
  const kept = shown.length <= mostLines ? shown : shown.filter(({ carets }) => carets !== '');
  const lines = kept
    .slice(0, mostLines)
    .flatMap(({ line, carets }) => [
      `${indent}${line}`.trimEnd(),
      ...(carets === '' ? [] : [`${indent}${terminal.style('yellow', carets)}`]),
    ]);
  const left = shown.length - Math.min(kept.length, mostLines);
  return left === 0 ? lines : [...lines, terminal.style('dim', `${indent}(${left} more lines)`)];
}

const indent = '    ';

interface Cell {
  at: number;
  shown: string;
  width: number;
}

const segmenter = new Intl.Segmenter();

/** Lines of the text, each broken at the last space that fits, or where it is full. */
function rowsOf(text: string, width: number): Cell[][] {
  return linesOf(text).flatMap((cells) => {
    const rows: Cell[][] = [];
    let row: Cell[] = [];
    let used = 0;
    for (const cell of cells) {
      if (used + cell.width > width) {
        const space = row.findLastIndex(({ shown }) => shown === ' ');
        const rest = space < 0 ? [] : row.splice(space + 1);
        rows.push(row);
        row = rest;
        used = rest.reduce((sum, each) => sum + each.width, 0);
      }
      row.push(cell);
      used += cell.width;
    }
    return [...rows, row];
  });
}

function linesOf(text: string): Cell[][] {
  const lines: Cell[][] = [[]];
  for (const { segment, index } of segmenter.segment(text)) {
    if (/^\r?\n$/u.test(segment)) {
      lines.push([]);
    } else {
      const shown = segment.replace(/\p{Cc}/gu, ' ');
      lines.at(-1)?.push({ at: index, shown, width: stringWidth(shown) });
    }
  }
  return lines;
}
