import { describe, expect, it } from 'vitest';
import { equalityKey, tagKey } from '../../../../functions/rules/text/equality-key.ts';

describe('equalityKey', () => {
  it.each([
    ['São  Paulo', 'sao paulo'],
    ['O’Brien', "O'BRIEN"],
    ['ＡＣＭＥ', 'acme'],
  ])('is the same for %j and %j', (one, other) => {
    expect(equalityKey(one)).toBe(equalityKey(other));
  });

  it.each([
    ['Pro', 'Pro '],
    ['Pro', 'Prö!'],
  ])('differs for %j and %j', (one, other) => {
    expect(equalityKey(one)).not.toBe(equalityKey(other));
  });

  it('lets case and accents count where they are exact', () => {
    expect(equalityKey('Pro', { case: 'exact' })).not.toBe(equalityKey('pro', { case: 'exact' }));
    expect(equalityKey('café', { accents: 'exact' })).not.toBe(equalityKey('cafe', { accents: 'exact' }));
  });
});

describe('tagKey', () => {
  it('ignores case and the spaces around a name', () => {
    expect(tagKey(' Straße ')).toBe(tagKey('STRASSE'));
    expect(tagKey('E\u0301TAT')).toBe(tagKey('état'));
  });

  it('lets accents, inner spaces and signs count', () => {
    expect(tagKey('café')).not.toBe(tagKey('cafe'));
    expect(tagKey('a  b')).not.toBe(tagKey('a b'));
    expect(tagKey('a–b')).not.toBe(tagKey('a-b'));
  });
});
