import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRuleset } from '../../../functions/rules/compile/compile-ruleset.ts';
import { decide } from '../../../functions/rules/decide.ts';
import type { Because, Change, Decision, Ruleset } from '../../../functions/rules/model.ts';
import { compileKeyword, findKeyword, keywordOccurrences } from '../../../functions/rules/text/keyword.ts';
import { compileLiteral } from '../../../functions/rules/text/literal.ts';
import { type PreparedText, prepareText } from '../../../functions/rules/text/prepare-text.ts';
import { decisionInputs } from '../../support/arbitraries/decision-inputs.ts';
import { rulesets } from '../../support/arbitraries/rulesets.ts';
import { keywords, texts } from '../../support/arbitraries/texts.ts';
import { comparable, withoutTail } from '../../support/oracle/comparable.ts';
import { findText } from '../../support/oracle/find-text.ts';
import { fold } from '../../support/oracle/fold.ts';
import { oracleDecide } from '../../support/oracle/oracle-decide.ts';
import { runs } from '../../support/runs.ts';

const numRuns = runs(300);

const foldings = () =>
  fc.constantFrom(
    {},
    {},
    { case: 'exact' as const },
    { accents: 'exact' as const },
    {
      case: 'exact' as const,
      accents: 'exact' as const,
    },
  );

describe('the engine against a naive evaluator of every rule', () => {
  it('decides the same', () => {
    fc.assert(
      fc.property(rulesets(), decisionInputs(), (ruleset, input) => {
        const decided = decide(compileRuleset(ruleset), input);
        expect(comparable(decided)).toEqual(comparable(oracleDecide(ruleset, input)));
      }),
      { numRuns },
    );
  });

  it('decides the same on exclusive tags', () => {
    fc.assert(
      fc.property(rulesets({ exclusive: true }), decisionInputs(), (ruleset, input) => {
        const decided = decide(compileRuleset(ruleset), input);
        expect(comparable(decided)).toEqual(comparable(oracleDecide(ruleset, input)));
      }),
      { numRuns },
    );
  });

  it('decides the same among many rules, where the index pays', () => {
    fc.assert(
      fc.property(rulesets({ maxRules: 40 }), decisionInputs(), (ruleset, input) => {
        const decided = decide(compileRuleset(ruleset), input);
        expect(comparable(decided)).toEqual(comparable(oracleDecide(ruleset, input)));
      }),
      { numRuns: Math.ceil(numRuns / 10) },
    );
  });

  it('finds the same words', () => {
    fc.assert(
      fc.property(
        texts(),
        keywords(),
        foldings(),
        fc.subarray(['refund please', 'my café']),
        (text, keyword, folding, except) => {
          const compiled = compileKeyword(keyword, folding);
          const excepted = except
            .map((phrase) => compileKeyword(phrase, folding))
            .filter((one) => 'following' in one)
            .map((one) => ({ occurrences: (each: PreparedText) => keywordOccurrences(one, each) }));
          const span = 'error' in compiled ? null : findKeyword(compiled, prepareText(text), excepted);
          const test = { field: 'message.text', operator: 'words' as const, values: [keyword], ...folding };
          expect(visible(text, span)).toEqual(visible(text, findText(test, [keyword], except, text)));
        },
      ),
      { numRuns: 2 * numRuns },
    );
  });

  it('finds the same literal text', () => {
    const operators = fc.constantFrom('contains' as const, 'starts_with' as const, 'ends_with' as const);
    fc.assert(
      fc.property(texts(), keywords(), foldings(), operators, (text, value, folding, operator) => {
        const compiled = compileLiteral(operator, value, folding);
        const span = 'error' in compiled ? null : compiled.find(prepareText(text));
        const test = { field: 'message.text', operator, values: [value], ...folding };
        expect(visible(text, span)).toEqual(visible(text, findText(test, [value], [], text)));
      }),
      { numRuns: 2 * numRuns },
    );
  });
});

describe('a decision', () => {
  it('is always the same for the same input', () => {
    fc.assert(
      fc.property(rulesets({ exclusive: true }), decisionInputs(), (ruleset, input) => {
        const compiled = compileRuleset(ruleset);
        const first = JSON.stringify(decide(compiled, input));
        expect(JSON.stringify(decide(compiled, input))).toBe(first);
        expect(JSON.stringify(decide(compileRuleset(ruleset), structuredClone(input)))).toBe(first);
      }),
      { numRuns },
    );
  });

  it('never depends on the order of rules of equal priority but for the conflict rule', () => {
    fc.assert(
      fc.property(rulesets().chain(withShuffled), decisionInputs(), ([ruleset, shuffled], input) => {
        const before = decide(compileRuleset(ruleset), input);
        const after = decide(compileRuleset(shuffled), input);
        expect(matchedById(after)).toEqual(matchedById(before));
        expect(after.needs).toEqual(before.needs);
        const contested = (decision: Decision) =>
          decision.conflicts.map(({ tag, target }) => JSON.stringify([tag, target]));
        expect(new Set(contested(after))).toEqual(new Set(contested(before)));
        if (before.conflicts.length === 0)
          expect(operations(after.changes)).toEqual(operations(before.changes));
      }),
      { numRuns },
    );
  });

  it('never changes by learning what it does not need, but that a change may turn out to be done already', () => {
    fc.assert(
      fc.property(rulesets(), decisionInputs(), (ruleset, { notification, facts }) => {
        const compiled = compileRuleset(ruleset);
        const ledger = facts?.ledger === undefined ? {} : { ledger: facts.ledger };
        const before = decide(compiled, { notification, facts: ledger });
        fc.pre(before.needs.length === 0);
        const after = decide(compiled, { notification, facts: facts ?? {} });
        expect(after.matched.map(({ rule }) => rule)).toEqual(before.matched.map(({ rule }) => rule));
        expect(after.conflicts).toEqual(before.conflicts);
        expect(after.needs).toEqual([]);
        const known = new Set(operations(before.changes));
        for (const operation of operations(after.changes)) expect(known).toContain(operation);
      }),
      { numRuns },
    );
  });

  it('always cuts out text that folds to a text containing the keyword', () => {
    fc.assert(
      fc.property(rulesets(), decisionInputs(), (ruleset, input) => {
        for (const { because } of decide(compileRuleset(ruleset), input).matched) {
          for (const reason of because.filter(isPlainText)) {
            expect(folded(String(reason.found))).toContain(folded(String(reason.value)));
          }
        }
      }),
      { numRuns },
    );
  });
});

/** What is found without invisible characters behind it, which the page leaves open. */
const visible = (text: string, span: { start: number; end: number } | null) =>
  span &&
  withoutTail({
    field: '',
    operator: 'words',
    value: '',
    found: text.slice(span.start, span.end),
    start: span.start,
    end: span.end,
  });

const withShuffled = (ruleset: Ruleset): fc.Arbitrary<[Ruleset, Ruleset]> =>
  fc
    .shuffledSubarray(ruleset.rules, { minLength: ruleset.rules.length })
    .map((rules) => [ruleset, { ...ruleset, rules }]);

const matchedById = (decision: Decision) =>
  Object.fromEntries(decision.matched.map(({ rule, because }) => [rule, because]));

/** One text for each tag added to or removed from an object, whatever its case. */
const operations = (changes: Change[]): string[] =>
  changes
    .flatMap(({ target, add, remove }) => [
      ...add.map((tag) => JSON.stringify([target, 'add', tag]).toLowerCase()),
      ...remove.map((tag) => JSON.stringify([target, 'remove', tag]).toLowerCase()),
    ])
    .sort();

const isPlainText = ({ operator, value }: Because): boolean =>
  ['words', 'contains', 'starts_with', 'ends_with'].includes(operator) && !/\*|\.\.\./.test(String(value));

const folded = (text: string): string => fold(text).replaceAll(/\p{White_Space}+/gu, ' ');
