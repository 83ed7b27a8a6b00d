import stringWidth from 'string-width';
import { describe, expect, it, vi } from 'vitest';
import { type DayRow, dayTable } from '../../../../../infra/local/sample-day/day-table.ts';

vi.stubEnv('NO_COLOR', '1');

const row = (fields: Partial<DayRow>): DayRow => ({
  who: 'Mia',
  said: 'I want my money back',
  matched: [],
  changes: [],
  outcome: 'no_match',
  milliseconds: 3,
  wrong: [],
  ...fields,
});

describe('dayTable', () => {
  it('shows a message with its outcome, and under it the rule, its words and the changes', () => {
    const tagged = row({
      matched: [{ rule: 'refund-request', words: ['money back'] }],
      changes: ['+Refund', '−Triage'],
      outcome: 'tagged',
      milliseconds: 12,
    });

    expect(dayTable([row({ outcome: 'already_tagged' }), tagged])).toBe(
      [
        ' #  who    message                                        outcome           time',
        ' 1  Mia    I want my money back                           already tagged    3 ms',
        ' 2  Mia    I want my money back                           tagged           12 ms',
        '           refund-request “money back” → +Refund −Triage',
      ].join('\n'),
    );
  });

  it('says what is wrong', () => {
    expect(dayTable([row({ wrong: ['+Refund was expected'] })])).toContain('✗ +Refund was expected');
  });

  it.each([
    [
      'wide characters',
      '注文をキャンセルしたので、返金してください。よろしくお願いします。お待ちしております。',
    ],
    ['emoji', '👩‍👩‍👧‍👦'.repeat(60)],
    ['marks', 'e\u0301'.repeat(200)],
    ['line breaks and tabs', 'a\n\tb\r\n'.repeat(50)],
    ['escape sequences', `\u001B[31m${'red '.repeat(40)}`],
    ['nothing', ''],
  ])('stays within its columns and on one line with %s', (_, said) => {
    const words = [said.slice(0, 20)];
    const matched = Array.from({ length: 9 }, (__, at) => ({ rule: `a-rule-of-some-length-${at}`, words }));
    const lines = dayTable([row({ said, matched, changes: ['+One', '+Two'] })]).split('\n');

    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    expect(lines[1]).toMatch(/no match +3 ms$/);
    expect(lines.join('')).not.toContain('\u001B');
  });
});
