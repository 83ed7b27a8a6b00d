import { describe, expect, it } from 'vitest';
import { type DecisionCase, readDecisionCases } from './case-file.ts';
import { decideCase, firstBecause, matchedRules } from './decide-case.ts';

const themes = ['decision-json', 'order-of-rules', 'outcome', 'templates', 'derived-facts'];

describe.each(themes)('%s', (theme) => {
  it.each(readDecisionCases(theme))('$says', async (given) => {
    if (given.reads !== undefined) await expectReads(given, given.reads);
    else if (given.lines !== undefined) await expectLines(given, given.lines);
    else await expectDecision(given);
  });
});

async function expectDecision({
  exactly,
  expect: expected = {},
  keys,
  ...given
}: DecisionCase): Promise<void> {
  const decision = await decideCase(given);
  if (exactly !== undefined) expect(JSON.stringify(decision)).toBe(JSON.stringify(exactly));
  if (keys !== undefined) expect(Object.keys(decision)).toEqual(keys);
  for (const [key, value] of Object.entries(expected)) {
    const actual = key === 'order' ? matchedRules(decision) : decision[key];
    expect(JSON.stringify(actual)).toBe(JSON.stringify(value));
  }
}

async function expectReads(given: DecisionCase, reads: Record<string, string>): Promise<void> {
  for (const [field, text] of Object.entries(reads)) expect(await readField(given, field)).toBe(text);
}

async function expectLines(given: DecisionCase, lines: string[]): Promise<void> {
  const text = String(await readField(given, 'message.text'));
  const read = text.split(/\n+/).map((line) => line.trim());
  expect(read.filter((line) => line !== '')).toEqual(lines);
}

/** The whole of a text field, as an expression that takes everything finds it. */
async function readField(given: DecisionCase, field: string): Promise<unknown> {
  const rule = {
    id: 'r',
    trigger: given.topic ?? 'conversation.user.replied',
    when: { [field]: { matches: '(?s)^.*$' } },
  };
  return firstBecause(await decideCase({ ...given, rules: [rule] }))?.['found'];
}
