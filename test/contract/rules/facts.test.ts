import { describe, expect, it } from 'vitest';
import { type FactRow, readFactCases } from './case-file.ts';
import { decideCase, type GivenCase, matchedRules } from './decide-case.ts';

describe.each(['facts-and-operators', 'dates', 'missing-and-unknown'])('%s', (theme) => {
  for (const { says, rows } of readFactCases(theme)) {
    it.each(rows)(`${says}: $when`, async (row) => {
      const decision = await decideCase(asCase(row));
      const unknown = Array.isArray(row.holds) ? row.holds : [];
      expect(matchedRules(decision)).toEqual(row.holds === true ? ['r'] : []);
      if (row.topic === undefined) expect(decision['needs']).toEqual(unknown);
    });
  }
});

function asCase({ when, timezone, holds: _, ...given }: FactRow): GivenCase {
  const outside = given.topic !== undefined && { trigger: given.topic, then: { contact: { add: ['A'] } } };
  return {
    ...given,
    ...(timezone !== undefined && { settings: { timezone } }),
    rules: [{ id: 'r', when, ...outside }],
  };
}
