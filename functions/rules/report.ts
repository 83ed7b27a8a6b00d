import type { Diagnostic, DiagnosticCode } from './model.ts';
import { numberAt } from './text/number-at.ts';
import type { Place } from './yaml-tree.ts';

/** Collects what is wrong with one file. */
export interface Report {
  /** The rule that is being looked at, null outside rules. */
  rule: string | null;
  error(code: DiagnosticCode, place: Place, message: string): void;
  warning(code: DiagnosticCode, place: Place, message: string): void;
  hasErrors(): boolean;
  /** Sorted by line and column. */
  diagnostics(): Diagnostic[];
}

/** Nobody reads more, and a file of 10 MB could bring forth a million. */
const maxDiagnostics = 10_000;

export function createReport(text: string): Report {
  const found: Diagnostic[] = [];
  let failed = false;
  let starts: number[] | undefined;
  const add = (
    severity: Diagnostic['severity'],
    code: DiagnosticCode,
    place: Place,
    message: string,
  ): void => {
    if (found.length < maxDiagnostics) {
      starts ??= lineStarts(text);
      const line = lineAt(starts, place.offset);
      const column = place.offset - numberAt(starts, line - 1) + 1;
      found.push({ severity, code, rule: report.rule, path: place.path, line, column, message });
    }
  };
  const report: Report = {
    rule: null,
    error(code, place, message) {
      failed = true;
      add('error', code, place, message);
    },
    warning(code, place, message) {
      add('warning', code, place, message);
    },
    hasErrors: () => failed,
    diagnostics: () => found.sort((a, b) => a.line - b.line || a.column - b.column),
  };
  return report;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}

/** The line, from 1, whose start is the last at or before the offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (numberAt(starts, middle) <= offset) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return high;
}
