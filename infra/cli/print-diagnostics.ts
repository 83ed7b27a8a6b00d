import stringWidth from 'string-width';
import type { Diagnostic } from '../../functions/rules/model.ts';
import { type Terminal, wrap } from './terminal.ts';

/** Each with its place, what is wrong, and the line with a caret under it; then how many there are. */
export function printDiagnostics(
  file: string,
  text: string,
  diagnostics: readonly Diagnostic[],
  terminal: Terminal,
): void {
  const lines = text.replace(/^\uFEFF/u, '').split('\n');
  for (const diagnostic of diagnostics) {
    terminal.write(`${printed(file, lines[diagnostic.line - 1] ?? '', diagnostic, terminal)}\n\n`);
  }
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const counts = [counted(errors, 'error'), counted(warnings, 'warning')].filter((each) => each !== '');
  const summary = counts.length === 0 ? terminal.style('green', 'good') : counts.join(', ');
  terminal.write(`${file}: ${summary}\n`);
}

function printed(file: string, line: string, diagnostic: Diagnostic, terminal: Terminal): string {
  const { severity, code, rule, column, message } = diagnostic;
  const colour = severity === 'error' ? 'red' : 'yellow';
  const where = `${file}:${diagnostic.line}:${column}`;
  const head = `${terminal.style('bold', where)} ${terminal.style(colour, severity)} ${code}${rule === null ? '' : ` in ${rule}`}`;
  const body = wrap(readable(message), terminal.width - 2).map((each) => `  ${each}`);
  return [head, ...body, ...pointed(line, column, terminal).map((each) => terminal.style('dim', each))].join(
    '\n',
  );
}

/** The part of the line around the column that fits, and the caret. */
function pointed(line: string, column: number, { width }: Terminal): string[] {
  const room = width - 4;
  const from = Math.max(0, column - 1 - Math.floor(room / 2));
  const start = line.length <= room ? 0 : from;
  const shown = withoutControls(line.slice(start, start + room).replace(/[\t\r]/gu, ' '));
  if (shown.trim() === '') {
    return [];
  }
  const before = shown.slice(0, column - 1 - start);
  return [`  | ${shown.trimEnd()}`, `  | ${' '.repeat(stringWidth(before))}^`];
}

/** On one line; a parser's own words may quote what a terminal would obey. */
function readable(message: string): string {
  return withoutControls(message.replace(/\s+/gu, ' '));
}

function withoutControls(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}

function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`;
}
