import { afterEach, expect, it } from 'vitest';
import { type Desk, startDesk } from '../../support/desk.ts';
import { canary, logLeaks } from '../../support/log-leaks.ts';
import { aRule, aRuleset, words } from '../../support/rulesets.ts';

let desk: Desk;
afterEach(() => desk.close());

const rules = aRuleset([
  aRule({
    id: 'refund',
    when: words('refund'),
    then: [{ target: 'subject', add: [{ template: 'From {{message.author.name}}' }], remove: [] }],
  }),
]);

it.each([
  ['a sentence that was posted', 'He says: refund for "my" grandmother'],
  ['a name', canary],
  ['a tag that was made of a name', `From ${canary}`],
  ['an address', 'mira@example.test'],
  ['a token', 'Bearer x'],
])('a line with %s is seen in every suite', async (_, leaked) => {
  desk = await startDesk(rules);
  await desk.reply({ body: 'refund for "my" grandmother' });
  expect(desk.outcomes()).toEqual(['tagged']);
  expect(logLeaks).toEqual([]);
  desk.log.warn('something', { text: leaked });
  expect(logLeaks.splice(0)).toHaveLength(1);
});
