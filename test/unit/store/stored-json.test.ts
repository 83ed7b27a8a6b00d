import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { storedDictionary } from '../../../functions/store/stored-dictionary.ts';
import { packJson, unpackJson } from '../../../functions/store/stored-json.ts';

it('gives back what was packed, line breaks and broken surrogates in values included', () => {
  const stored = fc.record({
    value: fc.jsonValue({ stringUnit: 'binary' }),
    text: fc.string({ unit: fc.constantFrom('\n', 'a', '"', '\u0000', 'é', '🏷️') }),
  });
  fc.assert(
    fc.property(stored, (each) => {
      expect(unpackJson(packJson(each))).toEqual(JSON.parse(JSON.stringify(each)));
    }),
  );
});

it('reads what the first version wrote', () => {
  // Never to be changed: tables are full of it.
  const stored = 'AasmyllY+iOQqTdQ9uDC14ipBQA=';
  expect(unpackJson(Buffer.from(stored, 'base64'))).toEqual({
    value: { topic: 'conversation.user.replied', matched: [{ rule: 'refund' }] },
    text: '{"type":"notification_event"}',
  });
  expect(createHash('sha256').update(storedDictionary).digest('hex')).toBe(
    '6da48537b8403a60dff6e373edf277625affa299a2693a74e43d9fbd843f276a',
  );
});

it('refuses what it has not packed', () => {
  expect(() => unpackJson(Buffer.of(31, 139, 8, 0))).toThrow('unknown format 31');
  expect(() => unpackJson('text')).toThrow();
});
