import { describe, expect, it } from 'vitest';
import { idText, isObject, listItems, property } from '../../../functions/rules/json.ts';

describe('idText', () => {
  it('writes numbers as text and refuses the rest', () => {
    expect(idText(0)).toBe('0');
    expect(idText('a')).toBe('a');
    expect(idText(Number.NaN)).toBeNull();
    expect(idText('')).toBeNull();
    expect(idText(null)).toBeNull();
  });
});

describe('isObject', () => {
  it('is a map, not a list and not null', () => {
    expect(isObject({})).toBe(true);
    expect(isObject([])).toBe(false);
    expect(isObject(null)).toBe(false);
  });
});

describe('property', () => {
  it('finds own properties only', () => {
    expect(property({ a: 1 }, 'a')).toBe(1);
    expect(property({}, 'constructor')).toBeUndefined();
  });
});

describe('listItems', () => {
  it('reads a list in each of its shapes', () => {
    expect(listItems([1])).toEqual([1]);
    expect(listItems({ type: 'tag.list', tags: [{ id: '1' }] })).toEqual([{ id: '1' }]);
    expect(listItems({ type: 'list', data: [], has_more: false })).toEqual([]);
    expect(listItems({ type: 'list' })).toBeUndefined();
    expect(listItems('a')).toBeUndefined();
  });
});
