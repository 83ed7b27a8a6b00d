import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../functions/rules/read-yaml.ts';
import { plainValue } from '../../../functions/rules/yaml-scalar.ts';
import { keyPath, locate } from '../../../functions/rules/yaml-tree.ts';

function rootOf(text: string) {
  const { root, faults } = readYaml(text);
  expect(faults).toEqual([]);
  if (root === null) throw new Error('the document is empty');
  return root;
}

describe('locate', () => {
  const root = rootOf('a:\n  - x\n  - b: y\n');

  it.each<[steps: (string | number)[], path: string, offset: number]>([
    [[], '', 0],
    [['a'], 'a', 0],
    [['a', 0], 'a[0]', 7],
    [['a', 1, 'b'], 'a[1].b', 13],
  ])('finds %j', (steps, path, offset) => {
    expect(locate(root, steps)).toEqual({ path, offset });
  });

  it.each<[steps: (string | number)[], path: string]>([
    [['c'], ''],
    [['a', 7], 'a'],
    [['a', 0, 'deeper'], 'a[0]'],
    [['a', 1, 'c'], 'a[1]'],
  ])('stays at the deepest place on the way to %j', (steps, path) => {
    expect(locate(root, steps).path).toBe(path);
  });
});

describe('keyPath', () => {
  it.each([
    ['', 'rules', 'rules'],
    ['', '1a', '["1a"]'],
    ['a', 'b_c-d', 'a.b_c-d'],
    ['a', 'b.c', 'a["b.c"]'],
    ['a', 'say "x"', 'a["say \\"x\\""]'],
  ])('%j and %j are %j', (path, key, expected) => {
    expect(keyPath(path, key)).toBe(expected);
  });
});

describe('a plain scalar', () => {
  it.each([
    ['~', null],
    ['null', null],
    ['Null', null],
    ['NULL', null],
    ['nUll', 'nUll'],
    ['true', true],
    ['False', false],
    ['yes', 'yes'],
    ['no', 'no'],
    ['5', 5],
    ['-5', -5],
    ['+1.5', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1.5E-2', 0.015],
    ['007', 7],
    ['0x1F', 31],
    ['0o17', 15],
    ['0b1', '0b1'],
    ['1_000', '1_000'],
    ['1e999', '1e999'],
    ['5 apples', '5 apples'],
    ['2026-01-10', '2026-01-10'],
    ['"5"', '5'],
    ["'true'", 'true'],
    ['!!str 5', '5'],
    ['! true', 'true'],
    ['!!int 5', 5],
    ['|-\n  5', '5'],
  ])('%s is %j', (text, value) => {
    expect(plainValue(rootOf(text))).toEqual(value);
  });

  it('stands in lists and maps that may name their kind', () => {
    expect(plainValue(rootOf('!!map { a: !!seq [1, ~], b: ! [x], c: &c {}, d: *c }'))).toEqual({
      a: [1, null],
      b: ['x'],
      c: {},
      d: {},
    });
  });

  it.each(['!!seq { a: b }', '!!map [a]', '!own x', '!!timestamp 2026-01-10'])(
    'is not of the kind %s',
    (text) => {
      expect(readYaml(text).faults).toEqual([
        { offset: 0, message: expect.stringMatching(/^The YAML tag ".*" has no meaning here\./) },
      ]);
    },
  );
});
