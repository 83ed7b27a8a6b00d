import { describe, expect, it } from 'vitest';
import { errorsOf, withKeys } from '../../support/rules/check-file.ts';

type Bad = [what: string, file: string, ...errors: string[]];

describe('a ruleset file', () => {
  it.each<Bad>([
    [
      'an empty file',
      '',
      'schema  1:1: This file is empty. A ruleset begins with "version: 1" and has "rules".',
    ],
    ['a text', 'hello', 'schema  1:1: A ruleset is a map with "version" and "rules", not a single value.'],
    ['no version', 'rules: []', 'schema  1:1: This file says no version. Begin it with "version: 1".'],
    [
      'another version',
      'version: 2\nrules: []',
      'schema version 1:10: This version of the rule language is not known here. Write "version: 1", without quotes.',
    ],
    [
      'a version in quotes',
      'version: "1"\nrules: []',
      'schema version 1:10: This version of the rule language is not known here. Write "version: 1", without quotes.',
    ],
    [
      'a version that is a list',
      'version: [1]\nrules: []',
      'schema version 1:10: This version of the rule language is not known here. Write "version: 1", without quotes.',
    ],
    [
      'no rules',
      'version: 1',
      'schema  1:1: A ruleset has "rules", a list in which each rule begins with "- id:".',
    ],
    [
      'rules that are a map',
      'version: 1\nrules: {}',
      'schema rules 2:8: A ruleset has "rules", a list in which each rule begins with "- id:".',
    ],
    [
      'an unknown key',
      withKeys('settngs: {}'),
      'schema settngs 3:1: A ruleset has no key "settngs". Did you mean "settings"?',
    ],
    [
      'settings that are a list',
      withKeys('settings: []'),
      'schema settings 3:11: "settings" is a map, not a list.',
    ],
    [
      'an unknown setting',
      withKeys('settings: { time_zone: UTC }'),
      'schema settings.time_zone 3:13: "settings" has no key "time_zone". Did you mean "timezone"?',
    ],
    [
      'a time zone that is none',
      withKeys('settings: { timezone: Mars }'),
      'schema settings.timezone 3:13: "timezone": this is no IANA name of a time zone, such as Europe/Dublin.',
    ],
    [
      'an offset for a time zone',
      withKeys('settings: { timezone: "+01:00" }'),
      'schema settings.timezone 3:13: "timezone": this is no IANA name of a time zone, such as Europe/Dublin.',
    ],
    [
      'a time zone that is a number',
      withKeys('settings: { timezone: 5 }'),
      'schema settings.timezone 3:13: "timezone": write the name of a time zone, such as Europe/Dublin.',
    ],
    [
      'a text for a setting',
      withKeys('settings: { create_missing_tags: maybe, remove_only_own: perhaps }'),
      'schema settings.create_missing_tags 3:13: "create_missing_tags": write true or false.',
      'schema settings.remove_only_own 3:41: "remove_only_own": write true or false.',
    ],
    [
      'exclusive tags without groups',
      withKeys('settings: { exclusive: [Low, High] }'),
      'schema settings.exclusive 3:24: "exclusive" is a list of groups of tags, such as [[Low, Medium, High]].',
    ],
    [
      'exclusive that is a text',
      withKeys('settings: { exclusive: Low }'),
      'schema settings.exclusive 3:24: "exclusive" is a list of groups of tags, such as [[Low, Medium, High]].',
    ],
    [
      'an exclusive group of a map',
      withKeys('settings: { exclusive: [[{ id: 5 }]] }'),
      'schema settings.exclusive[0][0] 3:26: A text stands here, not a map.',
    ],
    [
      'an exclusive group with an empty tag',
      withKeys('settings: { exclusive: [[Low, ~, " "]] }'),
      'empty_value settings.exclusive[0][1] 3:31: Nothing stands here. What begins with # is a comment in YAML: quote it ("#1").',
      'empty_value settings.exclusive[0][2] 3:34: Nothing stands here. What begins with # is a comment in YAML: quote it ("#1").',
    ],
    [
      'lists that are a list',
      withKeys('lists: [a]'),
      'schema lists 3:8: "lists" is a map from names to what they stand for, not a list.',
    ],
    [
      'a list without entries',
      withKeys('lists: { a: [] }'),
      'empty_value lists.a 3:13: This list is empty, so a test with it could never hold.',
    ],
    [
      'a list of a list',
      withKeys('lists: { a: [$b] }'),
      'schema lists.a[0] 3:14: A list cannot hold another list. Name both in the test, or write "$$b" for the text itself.',
    ],
    [
      'a list of maps',
      withKeys('lists: { a: [{ b: c }] }'),
      'schema lists.a[0] 3:14: A text stands here, not a map.',
    ],
    [
      'a list of nothing',
      withKeys('lists: { a: [~] }'),
      'empty_value lists.a[0] 3:14: Nothing stands here. What begins with # is a comment in YAML: quote it ("#1").',
    ],
    [
      'a name that begins with a digit',
      withKeys('lists: { 1a: [x] }'),
      'schema lists["1a"] 3:10: "1a" is no name: begin with a letter and go on with letters, digits, _ and -.',
    ],
    [
      'a name with a blank',
      withKeys('conditions: { "a b": { message.text: x } }'),
      'schema conditions["a b"] 3:15: "a b" is no name: begin with a letter and go on with letters, digits, _ and -.',
    ],
    [
      'conditions that are a text',
      withKeys('conditions: x'),
      'schema conditions 3:13: "conditions" is a map from names to what they stand for, not a single value.',
    ],
    [
      'sources that are a list',
      withKeys('sources: []'),
      'schema sources 3:10: "sources" is a map from names to what they stand for, not a list.',
    ],
    [
      'a condition of nothing',
      withKeys('conditions: { a: {} }'),
      'schema conditions.a 3:18: This condition is empty. Leave it out where the rule is to hold always.',
    ],
    [
      'a condition of itself',
      withKeys('conditions: { a: { all: [$a] } }'),
      'schema conditions.a.all[0] 3:26: The condition "a" leads back to itself, so it could never be decided.',
    ],
    [
      'two in a group',
      'version: 1\nsettings: { exclusive: [[Low, High]] }\nrules: [{ id: a, trigger: contact.user.created, then: { add: [low, HIGH] } }]',
      'schema rules[0].then.add 3:57: The tag "HIGH" is added and removed on one object by this rule (an exclusive group removes too). Keep one.',
    ],
    [
      'YAML that is none',
      'version: 1\nrules: [',
      'syntax  2:9: Flow sequence in block collection must be sufficiently indented and end with a ].',
    ],
    [
      'an alias of nothing',
      'version: *one\nrules: []',
      'syntax  1:10: Nothing above is marked "&one". A text that begins with * has to be quoted: "*one".',
    ],
    [
      'a merge key',
      'version: 1\n<<: {}\nrules: []',
      'syntax  2:1: Merge keys ("<<") are not part of YAML 1.2: write the entries out.',
    ],
    [
      'a tag of YAML',
      'version: !one 1\nrules: []',
      'syntax  1:10: The YAML tag "!one" has no meaning here. A text that begins with ! has to be quoted.',
    ],
    [
      'a second document',
      'version: 1\nrules: []\n---\na: 1',
      'syntax  3:1: A second document begins here. A ruleset is one document: remove the "---" and what follows.',
    ],
    [
      'a tab',
      'version: 1\nrules:\n\t- id: x',
      'syntax  3:1: There is a tab here. YAML is indented with spaces.',
    ],
    [
      'a tab amid a rule, once',
      'version: 1\nrules:\n  - id: a\n\twhen: x\n    then: x',
      'syntax  4:1: There is a tab here. YAML is indented with spaces.',
    ],
    [
      'a line too far to the left',
      'version: 1\nrules:\n  - id: a\n   when: x\n    then: x',
      'syntax  4:4: This line belongs to no item of the list above it: indent it like the item\'s other lines, or begin it with "- ".',
    ],
    [
      'a template within a text without quotes',
      'version: 1\nrules: [Order {{match.order}}]',
      'syntax  2:15: A text with {{…}} in it has to be quoted: "Order {{match.order}}".',
    ],
    [
      'a # right after a bracket',
      'version: 1\nrules: [#1]',
      'syntax  2:9: What begins with # is a comment in YAML: quote it ("#1").',
    ],
    [
      'a quoted name in a path, in braces',
      'version: 1\nrules: [{ payload["a.b"]: 1 }]',
      'syntax  2:18: Inside brackets or braces, what holds a [ has to be quoted, such as \'payload["a.b"]\'.',
    ],
    [
      'an @ without quotes',
      'version: 1\nrules: [@a]',
      'syntax  2:9: A text that begins with @ has to be quoted.',
    ],
    [
      'a regular expression in double quotes',
      'version: 1\nrules: ["\\d"]',
      'syntax  2:10: Inside "double quotes" a \\ begins an escape, and this is none. Write \\\\ for it, or use \'single quotes\'.',
    ],
    [
      'a second colon',
      'version: 1\nrules: []\na: b: c',
      'syntax  3:4: There is a second ": " on this line. Quote the text that holds it, or put the inner map on a line of its own.',
    ],
    [
      'a key twice',
      'version: 1\nversion: 1\nrules: []',
      'syntax  2:1: The key "version" stands twice in this map: keep one of them.',
    ],
    [
      'a second rule without a dash',
      'version: 1\nrules:\n  - id: a\n    id: b',
      'syntax  4:5: The key "id" stands twice in this map: keep one of them, or begin another item of the list with "- ".',
    ],
    [
      'a second rule without a dash, further out',
      'version: 1\nrules:\n  - id: a\n  id: b',
      'syntax  4:3: This line is indented otherwise than those that it belongs to. If it begins an item of a list, begin it with "- ".',
    ],
    [
      'a comparison in signs',
      'version: 1\nlists: { a: >= 100 }\nrules: []',
      'syntax  2:13: A text that begins with > has to be quoted; a comparison is written with gt, gte, lt or lte: { gte: 100 }.',
    ],
    [
      'a map as a key',
      'version: 1\nrules: []\n? {a: b}\n: c',
      'schema ["{…}"] 3:3: A ruleset has no key "{…}". It takes version, settings, lists, conditions, sources and rules.',
    ],
    [
      'a list as a key',
      'version: 1\nrules: []\n? [a]\n: c',
      'schema ["[…]"] 3:3: A ruleset has no key "[…]". It takes version, settings, lists, conditions, sources and rules.',
    ],
    [
      'a deep file',
      `version: 1\nlists: ${'['.repeat(120)}${']'.repeat(120)}`,
      'syntax  2:108: This is nested too deeply to be read.',
    ],
  ])('is refused: %s', (_, file, ...errors) => {
    expect(errorsOf(file)).toEqual(errors);
  });

  it.each([['a list of one word', withKeys('lists: { a: word }')]])('takes %s', (_, file) => {
    expect(errorsOf(file)).toEqual([]);
  });
});
