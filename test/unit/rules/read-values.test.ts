import { describe, expect, it } from 'vitest';
import { errorsOf, withWhen } from '../../support/rules/check-file.ts';

type Bad = [what: string, file: string, ...errors: string[]];

describe('the values of a test', () => {
  it.each<Bad>([
    [
      'a map',
      withWhen('{ message.text: { words: { a: b } } }'),
      'type_mismatch rules[0].when["message.text"].words 8:36: "words" takes a value or a list, and this is a map.',
    ],
    [
      'an empty list',
      withWhen('{ message.text: { words: [] } }'),
      'empty_value rules[0].when["message.text"].words 8:36: This list is empty, so the test could never hold. Name a value.',
    ],
    [
      'a list in a list',
      withWhen('{ message.text: { words: [[a]] } }'),
      'type_mismatch rules[0].when["message.text"].words[0] 8:37: A single value stands here, not a list.',
    ],
    [
      'nothing',
      withWhen('{ message.text: }'),
      'empty_value rules[0].when["message.text"] 8:13: Nothing stands here. What begins with # is a comment in YAML: quote it ("#1"). To ask whether a field is there, use "exists".',
    ],
    [
      'blanks',
      withWhen('{ message.text: { words: " " } }'),
      'empty_value rules[0].when["message.text"].words 8:36: Nothing is left of this value when it is compared, so it could never be found. Write a text, or leave it out.',
    ],
    [
      'what folds to nothing',
      withWhen('{ message.text: { words: "\\u200b" } }'),
      'empty_value rules[0].when["message.text"].words 8:36: Nothing is left of this value when it is compared, so it could never be found. Write a text, or leave it out.',
    ],
    [
      'a contained text that folds to nothing',
      withWhen('{ message.text: { contains: "\\u200b" } }'),
      'empty_value rules[0].when["message.text"].contains 8:39: Nothing is left of this value when it is compared, so it could never be found. Write a text, or leave it out.',
    ],
    [
      'an equal text that folds to nothing',
      withWhen('{ message.text: "\\u200b" }'),
      'empty_value rules[0].when["message.text"] 8:27: Nothing is left of this value when it is compared, so it could never be found. Write a text, or leave it out.',
    ],
    [
      'an equal text of blanks on a list',
      withWhen('{ contact.tags: "  " }'),
      'empty_value rules[0].when["contact.tags"] 8:27: Nothing is left of this value when it is compared, so it could never be found. Write a text, or leave it out.',
    ],
    [
      'a star alone',
      withWhen('{ message.text: { words: "*" } }'),
      'empty_value rules[0].when["message.text"].words 8:36: Nothing is left of this value when it is compared, so it could never be found. Write a text, or leave it out.',
    ],
    [
      'a list of a star',
      withWhen('{ message.text: { words: $star } }'),
      'empty_value lists.star[0] 2:77: As "words" takes it: Nothing is left of this value when it is compared, so it could never be found. Write a text, or leave it out.',
    ],
    [
      'a long keyword',
      withWhen(`{ message.text: { words: ${'x'.repeat(201)} } }`),
      'schema rules[0].when["message.text"].words 8:36: A keyword has at most 200 characters, and this has 201.',
    ],
    [
      'an expression that is none',
      withWhen('{ message.text: { matches: "(a" } }'),
      'bad_regex rules[0].when["message.text"].matches 8:38: This is no RE2 expression that can be used: missing closing ): `(a`.',
    ],
    [
      'an expression too long',
      withWhen(`{ message.text: { matches: ${'x'.repeat(501)} } }`),
      'bad_regex rules[0].when["message.text"].matches 8:38: This is no RE2 expression that can be used: it has 501 characters; 500 are allowed.',
    ],
    [
      'a list of an expression that is none',
      withWhen('{ message.text: { matches: $bad } }'),
      'bad_regex lists.bad[0] 2:59: As "matches" takes it: This is no RE2 expression that can be used: missing closing ): `(x`.',
    ],
    [
      'a text for a number',
      withWhen('{ company.size: { gt: big } }'),
      'type_mismatch rules[0].when["company.size"].gt 8:33: "big" is not a number.',
    ],
    [
      'a quoted number',
      withWhen('{ company.size: { gt: "5" } }'),
      'type_mismatch rules[0].when["company.size"].gt 8:33: "5" is not a number. Leave the quotes out.',
    ],
    [
      'a list for a number',
      withWhen('{ company.size: { gt: $words } }'),
      'type_mismatch rules[0].when["company.size"].gt 8:33: "$words" is not a number. Lists hold text, so they serve text fields only.',
    ],
    [
      'a text for a boolean',
      withWhen('{ conversation.open: maybe }'),
      'type_mismatch rules[0].when["conversation.open"] 8:32: "maybe" is neither true nor false: write one of these, without quotes.',
    ],
    [
      'a list for a boolean',
      withWhen('{ conversation.open: $words }'),
      'type_mismatch rules[0].when["conversation.open"] 8:32: "$words" is neither true nor false: write one of these, without quotes. Lists hold text, so they serve text fields only.',
    ],
    [
      'a date that is none',
      withWhen('{ now: { after: soon } }'),
      'type_mismatch rules[0].when.now.after 8:27: "soon" is not a date. Write 2026-01-10, 2026-01-10T09:00:00Z, or relative to now: -48h, +2w.',
    ],
    [
      'a list for a date',
      withWhen('{ now: { after: $words } }'),
      'type_mismatch rules[0].when.now.after 8:27: "$words" is not a date. Write 2026-01-10, 2026-01-10T09:00:00Z, or relative to now: -48h, +2w. Lists hold text, so they serve text fields only.',
    ],
    [
      'exists of a text',
      withWhen('{ contact.email: { exists: maybe } }'),
      'type_mismatch rules[0].when["contact.email"].exists 8:38: "maybe" is neither true nor false: write one of these, without quotes.',
    ],
    [
      'exists of two',
      withWhen('{ contact.email: { exists: [true, false] } }'),
      'type_mismatch rules[0].when["contact.email"].exists 8:38: "exists" takes true or false, not a list.',
    ],
    [
      'an unknown list',
      withWhen('{ message.text: { words: $wrods } }'),
      'unknown_list rules[0].when["message.text"].words 8:36: There is no list "wrods" under "lists". Did you mean "words"?',
    ],
    [
      'a list like no other',
      withWhen('{ message.text: { words: $zzzzzzzz } }'),
      'unknown_list rules[0].when["message.text"].words 8:36: There is no list "zzzzzzzz" under "lists". For the text itself write "$$zzzzzzzz".',
    ],
    [
      'an unknown list of equal texts',
      withWhen('{ contact.role: $zzzzzzzz }'),
      'unknown_list rules[0].when["contact.role"] 8:27: There is no list "zzzzzzzz" under "lists". For the text itself write "$$zzzzzzzz".',
    ],
    [
      'too many values',
      withWhen(
        `{ message.text: { words: [${Array.from({ length: 1_001 }, (_, index) => `w${index}`).join(', ')}] } }`,
      ),
      'schema rules[0].when["message.text"].words 8:36: A test takes at most 1000 values, and these are 1001. Put them under "lists".',
    ],
  ])('is refused: %s', (_, file, ...errors) => {
    expect(errorsOf(file)).toEqual(errors);
  });

  it.each([
    ['a long equal text', withWhen(`{ message.text: ${'x'.repeat(201)} }`)],
    ['a keyword of 200 pairs', withWhen(`{ message.text: { words: ${'😀'.repeat(200)} } }`)],
    ['a list to be equal to', withWhen('{ message.subject: $words }')],
    ['a dollar sum', withWhen('{ message.text: { words: [$50, $$words] } }')],
    [
      'a list shared by two tests',
      withWhen('{ any: [{ message.text: { words: $words } }, { message.subject: { words: $words } }] }'),
    ],
  ])('takes %s', (_, file) => {
    expect(errorsOf(file)).toEqual([]);
  });

  it('may name a list, whose groups are those of the test, however many tests share it', () => {
    const matches = '{ matches: $codes }';
    const when = `{ message.text: ${matches}, any: [{ message.subject: ${matches} }] }`;
    expect(errorsOf(withWhen(when).replace('add: [X]', 'add: ["{{match.code}}"]'))).toEqual([]);
    const missing = withWhen(when).replace('add: [X]', 'add: ["{{match.cod}}"]');
    expect(errorsOf(missing)).toEqual([
      'bad_template rules[0].then.add[0] 9:19: No regular expression of this rule that can hold has a group "cod". Did you mean "code"?',
    ]);
  });

  it('may name a group in a named condition, but not under none', () => {
    const group = '{ message.text: { matches: "#(?<order>[0-9]+)" } }';
    const file = (when: string) =>
      `version: 1\nconditions: { named: ${group} }\nrules: [{ id: one, trigger: conversation.user.created, when: ${when}, then: { add: "{{match.order}}" } }]`;
    expect(errorsOf(file('{ all: [$named] }'))).toEqual([]);
    expect(errorsOf(file('{ none: [$named] }'))).toEqual([expect.stringMatching(/^bad_template /)]);
  });
});
