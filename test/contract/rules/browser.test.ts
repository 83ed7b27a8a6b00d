import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import * as z from 'zod';

/** What every browser has, and nothing of Node's: no `process`, no `Buffer`, no `require`. */
const browser = { TextDecoder, TextEncoder, structuredClone };

const said = z.object({ ok: z.boolean(), matched: z.array(z.string()), language: z.array(z.string()) });

it('the rule language runs in a browser as it is', async () => {
  const { outputFiles } = await build({
    stdin: { contents: page, resolveDir: 'functions/rules', loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'page',
  });
  const context = createContext({ ...browser });
  runInContext(String(outputFiles[0]?.text), context);
  const answer: unknown = await runInContext('page.answer', context);
  expect(said.parse(answer)).toEqual({ ok: true, matched: ['refund'], language: ['de'] });
}, 30_000);

const page = `
import { checkRuleset } from './check-ruleset.ts';
import { compileRuleset } from './compile/compile-ruleset.ts';
import { decide } from './decide.ts';
import { loadLanguageDetector } from './text/language.ts';

const text = \`version: 1
rules:
  - id: refund
    trigger: conversation.user.created
    when: { message.text: { words: zurück }, message.language: de }
    then: { add: ["{{message.language}}"] }
    tests: [{ given: Ich hätte gern mein Geld zurück, expect: { add: [de] } }]
\`;
const source = { body: '<p>Ich hätte gern mein Geld zurück</p>', author: { type: 'user', id: '2' } };
const item = { type: 'conversation', id: '1', source };

export const answer = loadLanguageDetector().then(() => {
  const { ok, ruleset } = checkRuleset({ file: 'page', text });
  const notification = { id: 'n', topic: 'conversation.user.created', data: { item } };
  const decision = decide(compileRuleset(ruleset!), { notification });
  return { ok, matched: decision.matched.map(({ rule }) => rule), language: decision.changes.flatMap(({ add }) => add) };
});
`;
