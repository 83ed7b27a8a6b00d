import { lintRuleset } from './lint/lint-ruleset.ts';
import type { Diagnostic, Ruleset } from './model.ts';
import { readDocument } from './read-document.ts';
import { readRuleset } from './read-ruleset.ts';
import { runRuleTests } from './run-rule-tests.ts';
import { locate } from './yaml-tree.ts';

export interface CheckOptions {
  /** The stored notifications that tests name; paths as they are written. Undefined where a file is not there. */
  readFile?: (path: string) => string | Uint8Array | undefined;
}

export interface Checked {
  /** No errors; there may be warnings. */
  ok: boolean;
  /** Only where there are no errors. */
  ruleset?: Ruleset;
  /** Sorted by line and column. */
  diagnostics: Diagnostic[];
}

/**
 * Parses, validates, runs the rules' own tests and lints. Whatever the file holds, there are diagnostics, not an
 * exception; but await `loadLanguageFor(text)` before, for tests of rules that ask for `message.language`.
 */
export function checkRuleset(
  source: { file: string; text: string | Uint8Array },
  options: CheckOptions = {},
): Checked {
  const { root, report } = readDocument(source.text);
  const ruleset = root === undefined ? undefined : readRuleset({ node: root, path: '' }, report);
  if (root !== undefined && ruleset !== undefined && !report.hasErrors()) {
    runRuleTests(ruleset, root, report, options);
    for (const { code, rule, steps, message } of lintRuleset(ruleset)) {
      report.rule = rule;
      report.warning(code, locate(root, steps), message);
    }
  }
  const ok = !report.hasErrors();
  return { ok, ...(ok && ruleset !== undefined && { ruleset }), diagnostics: report.diagnostics() };
}
