import { describe, expect, it } from 'vitest';
import { readTextCases } from './case-file.ts';
import { decideCase, firstBecause } from './decide-case.ts';

describe.each(['text-folding', 'text-whole-words', 'text-keywords', 'text-matches'])('%s', (theme) => {
  for (const { says, rows } of readTextCases(theme)) {
    it.each(rows)(`${says}: $test in $text`, async ({ test, text, found, start, value }) => {
      const decision = await decideCase({ rules: [{ id: 'r', when: { 'message.text': test } }], text });
      const because = firstBecause(decision);
      expect(because?.['found'] ?? null).toBe(found);
      if (start === 'none') expect(because).not.toHaveProperty('start');
      else if (start !== undefined) expect(because?.['start']).toBe(start);
      if (value !== undefined) expect(because?.['value']).toBe(value);
    });
  }
});
