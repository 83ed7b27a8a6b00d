import { checkRuleset } from '../../functions/rules/check-ruleset.ts';
import { loadLanguageFor } from '../../functions/rules/text/language.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import { readBeside, readInput } from './read-input.ts';
import type { Terminal } from './terminal.ts';

/** The exit status: 0 good, 1 bad. */
export async function checkCommand(
  file: string,
  { json = false, strict = false }: { json?: boolean; strict?: boolean },
  terminal: Terminal,
): Promise<0 | 1> {
  const text = readInput(file);
  await loadLanguageFor(new TextDecoder().decode(text));
  const { ok, diagnostics } = checkRuleset({ file, text }, { readFile: readBeside(file) });
  const good = ok && !(strict && diagnostics.length > 0);
  if (json) {
    terminal.write(`${JSON.stringify({ file, ok: good, diagnostics }, null, 2)}\n`);
  } else {
    printDiagnostics(file, new TextDecoder().decode(text), diagnostics, terminal);
  }
  return good ? 0 : 1;
}
