import { describe, expect, it } from 'vitest';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import { errorsOf, withThen, withTrigger } from '../../support/rules/check-file.ts';

type Bad = [what: string, file: string, ...errors: string[]];

describe('an outcome', () => {
  it.each<Bad>([
    [
      'a text',
      withThen('X'),
      'schema rules[0].then 8:11: "then" is a map, such as { add: [Refund] }, not a single value.',
    ],
    [
      'an unknown key',
      withThen('{ ad: [X] }'),
      'schema rules[0].then.ad 8:13: "then" has no key "ad". Did you mean "add"?',
    ],
    [
      'a target that is a list',
      withThen('{ contact: [X] }'),
      'schema rules[0].then.contact 8:22: "contact" takes a map, such as { add: [Refund] }, not a list.',
    ],
    [
      'an unknown key of a target',
      withThen('{ contact: { tag: X } }'),
      'schema rules[0].then.contact.tag 8:24: "contact" has no key "tag". It takes add and remove.',
    ],
    [
      'a target without changes',
      withThen('{ contact: {} }'),
      'schema rules[0].then.contact 8:22: "contact" changes nothing. Write what to add or remove, or leave it out.',
    ],
    [
      'an empty list',
      withThen('{ add: [] }'),
      'empty_value rules[0].then.add 8:18: This list is empty. Name a tag, or leave it out.',
    ],
    [
      'nothing',
      withThen('{ add: }'),
      'empty_value rules[0].then.add 8:13: No tag stands here. A name that begins with # has to be quoted ("#1"), for # begins a comment in YAML.',
    ],
    [
      'blanks',
      withThen('{ add: " " }'),
      'empty_value rules[0].then.add 8:18: No tag stands here. A name that begins with # has to be quoted ("#1"), for # begins a comment in YAML.',
    ],
    [
      'a list in a list',
      withThen('{ add: [[X]] }'),
      'schema rules[0].then.add[0] 8:19: A list stands where a tag is expected. Write the tags side by side.',
    ],
    [
      'a map that is no id',
      withThen('{ add: { name: X } }'),
      'schema rules[0].then.add 8:18: A map stands where a tag is expected. Quote a template ("{{company.plan.name}}"); a tag by its id is { id: "123" }.',
    ],
    [
      'an id and more',
      withThen('{ add: { id: "1", name: X } }'),
      'schema rules[0].then.add 8:18: A map stands where a tag is expected. Quote a template ("{{company.plan.name}}"); a tag by its id is { id: "123" }.',
    ],
    [
      'an id that is none',
      withThen('{ add: { id: [1] } }'),
      'schema rules[0].then.add.id 8:24: The id of a tag is text, such as "123".',
    ],
    [
      'an id of nothing',
      withThen('{ add: [{ id: }] }'),
      'schema rules[0].then.add[0].id 8:21: The id of a tag is text, such as "123".',
    ],
    [
      'an id of blanks',
      withThen('{ add: [{ id: " " }] }'),
      'schema rules[0].then.add[0].id 8:25: The id of a tag is text, such as "123".',
    ],
    [
      'a long name',
      withThen(`{ add: ["${'x'.repeat(101)}"] }`),
      'schema rules[0].then.add[0] 8:19: A tag has at most 100 characters, and this has 101.',
    ],
    [
      'a template that does not end',
      withThen('{ add: ["{{contact.name"] }'),
      'bad_template rules[0].then.add[0] 8:19: There is a "{{" without its "}}" here.',
    ],
    [
      'a template of an unknown field',
      withThen('{ add: ["{{contact.nme}}"] }'),
      'bad_template rules[0].then.add[0] 8:19: There is no field "contact.nme". Did you mean "contact.name"?',
    ],
    [
      'a template of no field at all',
      withThen('{ add: ["{{zzzzzzzzzzz}}"] }'),
      'bad_template rules[0].then.add[0] 8:19: There is no field "zzzzzzzzzzz". docs/rules.md lists the fields.',
    ],
    [
      'a template of an unknown group',
      withThen('{ add: ["{{match.order}}"] }'),
      'bad_template rules[0].then.add[0] 8:19: No regular expression of this rule that can hold has a group "order". Name it in a "matches": (?<order>…).',
    ],
    [
      'a tag that is added and removed',
      withThen('{ add: [X], remove: [x] }'),
      'schema rules[0].then.add 8:13: The tag "x" is added and removed on one object by this rule (an exclusive group removes too). Keep one.',
    ],
    [
      'an id that is added and removed',
      withThen('{ contact: { add: { id: 5 } }, contacts: { remove: { id: 5 } } }'),
      'schema rules[0].then.contacts 8:42: The tag "5" is added and removed on one object by this rule (an exclusive group removes too). Keep one.',
    ],
    [
      'a template that is added and removed',
      withThen('{ company: { add: "{{company.name}}" }, companies: { remove: "{{company.name}}" } }'),
      'schema rules[0].then.companies 8:51: The tag "{{company.name}}" is added and removed on one object by this rule (an exclusive group removes too). Keep one.',
    ],
    [
      'no change',
      withThen('{}'),
      'schema rules[0].then 8:11: This rule changes nothing. Write what to add or remove, such as { add: [Refund] }.',
    ],
    [
      'a target that is not there',
      withTrigger('contact.user.created', '{ ticket: { add: [X] } }'),
      'unreachable_target rules[0].then.ticket 6:13: On "contact.user.created" there is no ticket to tag.',
    ],
    [
      'a contact of a company',
      withTrigger('[company.created, company.contact.attached]', '{ contact: { add: [X] } }'),
      'unreachable_target rules[0].then.contact 6:13: On "company.created" there is no contact to tag.',
    ],
  ])('is refused: %s', (_, file, ...errors) => {
    expect(errorsOf(file)).toEqual(errors);
  });

  it.each(['contact.tags', 'contact.location'])('is warned of a template that %s always skips', (field) => {
    const text = withThen(`{ add: ["{{${field}}}", "{{contact.name}}"] }`);
    const { ok, diagnostics } = checkRuleset({ file: 'rules.yaml', text });
    expect(ok).toBe(true);
    expect(diagnostics.filter(({ code }) => code === 'bad_template')).toEqual([
      {
        severity: 'warning',
        code: 'bad_template',
        rule: 'one',
        path: 'rules[0].then.add[0]',
        line: 8,
        column: 19,
        message: `"${field}" is no single value, so this tag is always left out.`,
      },
    ]);
  });
});
