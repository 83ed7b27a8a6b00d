import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFileRulesetSource } from '../../../functions/apply/file-ruleset-source.ts';

function file(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'rules-')), 'ruleset.yaml');
  writeFileSync(path, text);
  return path;
}

const rules = file(`
version: 1
rules:
  - id: refund
    trigger: conversation.user.created
    when: { message.text: { words: refund } }
    then: { add: [Refund] }
`);

it('decides by the file', async () => {
  const active = await createFileRulesetSource(rules)();
  const { version, ruleset } = active;
  expect([version, ruleset.rules[0]?.id, ruleset.rules[0]?.mode]).toEqual([0, 'refund', 'live']);
  expect(['conversation.user.created', 'contact.merged'].map((topic) => active.listensTo(topic))).toEqual([
    true,
    false,
  ]);
});

it('puts every live rule into shadow where it is told to', async () => {
  const { ruleset } = await createFileRulesetSource(rules, { shadow: true })();
  expect(ruleset.rules.map(({ mode }) => mode)).toEqual(['shadow']);
});

it('is ready to tell languages where a rule asks for them', async () => {
  const active = await createFileRulesetSource('rules/local.yaml')();
  const source = { type: 'conversation', body: 'Wo bleibt meine Bestellung? Ich warte seit Wochen.' };
  const item = { type: 'conversation', id: '1', source, contacts: { contacts: [] }, tags: { tags: [] } };
  const notification = { id: 'n', topic: 'conversation.user.created', data: { item } };

  expect(active.decide({ notification }).decision.matched.map(({ rule }) => rule)).toEqual(['german']);
});

it('refuses a file that does not pass check, by its first fault', async () => {
  const source = createFileRulesetSource(file('version: 1\nrules: [{ id: 1 }]\n'));
  await expect(source()).rejects.toMatchObject({ name: 'ConfigError', setting: 'RULESET_FILE' });
  await expect(source()).rejects.toThrow(/line 2/);
});

it('refuses a file that is not there', async () => {
  await expect(createFileRulesetSource('nowhere.yaml')()).rejects.toThrow('RULESET_FILE names a file');
});
