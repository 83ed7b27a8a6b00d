import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { fileSchema, rulesetJsonSchema } from '../../../functions/rules/file-schema.ts';

const root = join(import.meta.dirname, '../../..');
const published: unknown = JSON.parse(readFileSync(join(root, 'docs/ruleset.schema.json'), 'utf8'));

describe('docs/ruleset.schema.json', () => {
  it('is what the schema says now: run `node infra/write-ruleset-schema.ts`', () => {
    expect(JSON.parse(JSON.stringify(rulesetJsonSchema()))).toEqual(published);
  });

  const files = globSync('rules/**/*.yaml', { cwd: root });

  it.each(files)('accepts %s', (file) => {
    const ruleset: unknown = parse(readFileSync(join(root, file), 'utf8'));
    expect(fileSchema.safeParse(ruleset).error).toBeUndefined();
    const schema = z.fromJSONSchema(z.record(z.string(), z.any()).parse(published));
    expect(schema.safeParse(ruleset).error).toBeUndefined();
  });

  it.each([
    ['a misspelt field', { when: { 'mesage.text': 'x' } }],
    ['a misspelt operator', { when: { 'message.text': { wrods: 'x' } } }],
    ['an operator for another type', { when: { 'company.size': { words: 'x' } } }],
    ['a misspelt key', { priorty: 1 }],
    ['an unknown topic', { trigger: 'conversation.user.create' }],
  ])('marks %s', (_, change) => {
    const rule = { id: 'a', trigger: 'conversation.user.created', ...outcome, ...change };
    const schema = z.fromJSONSchema(z.record(z.string(), z.any()).parse(published));
    expect(schema.safeParse({ version: 1, rules: [rule] }).success).toBe(false);
  });
});

const outcome = { then: { add: ['A'] } };
