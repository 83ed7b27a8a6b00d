import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { parseTriggerSources } from '../../../functions/receive/triggers/trigger-sources.ts';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';

const page = readFileSync(new URL('../../../docs/triggers.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text ?? '');

it('shows rulesets that have neither errors nor warnings', () => {
  const found = blocks('yaml').map((text) => checkRuleset({ file: 'triggers.md', text }).diagnostics);
  expect(found).toEqual([[]]);
});

it('shows entries of the webhook secret that receive takes', () => {
  const [whole, own] = blocks('json').map((text): unknown => JSON.parse(text.replaceAll('…', 'c2VjcmV0')));
  const { sources } = z.object({ sources: z.record(z.string(), z.unknown()) }).parse(whole);
  const all = { ...sources, own };
  const known = parseTriggerSources(JSON.stringify({ sources: all }));
  expect(Object.keys(all).map((name) => known.find(name)?.scheme)).toEqual([
    'hmac',
    'hmac',
    'hmac',
    'hmac',
    'standard',
    'hmac',
  ]);
});
