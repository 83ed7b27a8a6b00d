import * as z from 'zod';
import { checkRuleset } from '../../functions/rules/check-ruleset.ts';
import { compileRuleset } from '../../functions/rules/compile/compile-ruleset.ts';
import { decide } from '../../functions/rules/decide.ts';
import { extractFacts } from '../../functions/rules/facts/extract-facts.ts';
import { readFact } from '../../functions/rules/facts/read-fact.ts';
import type { Diagnostic, GivenFacts } from '../../functions/rules/model.ts';
import { notificationShape, parseNotification } from '../../functions/rules/parse-notification.ts';
import { loadLanguageFor } from '../../functions/rules/text/language.ts';
import { explainJson } from './explain-json.ts';
import { printDecision } from './print-decision.ts';
import { printDiagnostics } from './print-diagnostics.ts';
import { readBeside, readInput } from './read-input.ts';
import type { Terminal } from './terminal.ts';

export interface DecideOptions {
  notification: string;
  facts?: string;
  explain?: boolean;
  json?: boolean;
}

const object = z.record(z.string(), z.unknown());
const givenFacts = z.object({
  contact: object.optional(),
  company: object.optional(),
  conversation: object.optional(),
  ticket: object.optional(),
  payload: z.unknown().optional(),
  now: z.number().optional(),
  ledger: z.object({ matched: z.array(z.string()).optional() }).optional(),
});

/** The exit status: 0 decided, 1 the ruleset, the notification or the facts are bad. */
export async function decideCommand(
  file: string,
  options: DecideOptions,
  terminal: Terminal,
): Promise<0 | 1> {
  const text = readInput(file);
  const sent = readInput(options.notification);
  const held = options.facts === undefined ? undefined : readInput(options.facts);
  await loadLanguageFor(new TextDecoder().decode(text));
  const { ruleset, diagnostics } = checkRuleset({ file, text }, { readFile: readBeside(file) });
  if (ruleset === undefined) {
    return refuse(file, text, diagnostics, options, terminal);
  }
  const notification = parseNotification(sent);
  if (notification === undefined) {
    const expected = 'This is no notification: a JSON object with "topic" is expected, as Intercom sends it.';
    const faults = explainJson(new TextDecoder().decode(sent), notificationShape, expected).slice(0, 1);
    return refuse(options.notification, sent, faults, options, terminal);
  }
  const facts = held === undefined ? undefined : parseFacts(held);
  if (held !== undefined && options.facts !== undefined && facts === undefined) {
    const expected =
      'These are no facts: a JSON object of objects as the API returns them, such as {"contact": {…}}.';
    const faults = explainJson(new TextDecoder().decode(held), givenFacts, expected).slice(0, 1);
    return refuse(options.facts, held, faults, options, terminal);
  }
  const input = { notification, ...(facts !== undefined && { facts }) };
  const decision = decide(compileRuleset(ruleset), { ...input, explain: options.explain === true });
  if (options.json) {
    terminal.write(`${JSON.stringify(decision, null, 2)}\n`);
  } else {
    const { subject } = decision;
    const known = extractFacts(input, subject?.type ?? null, subject);
    const textOf = (field: string) => {
      const value = readFact(known, field);
      return typeof value === 'string' ? value : undefined;
    };
    printDecision(decision, textOf, terminal);
  }
  return 0;
}

function refuse(
  file: string,
  text: Uint8Array,
  diagnostics: Diagnostic[],
  { json }: DecideOptions,
  terminal: Terminal,
): 1 {
  if (json) {
    terminal.write(`${JSON.stringify({ file, ok: false, diagnostics }, null, 2)}\n`);
  } else {
    printDiagnostics(file, new TextDecoder().decode(text), diagnostics, terminal);
  }
  return 1;
}

function parseFacts(text: Uint8Array): GivenFacts | undefined {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(text));
    const { data } = givenFacts.safeParse(json);
    if (data === undefined) {
      return undefined;
    }
    // Keys that are absent stay absent: `undefined` would stand for an object that is known to be missing.
    return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
  } catch {
    return undefined;
  }
}
