import type { CheckOptions } from './check-ruleset.ts';
import { exclusiveGroups } from './compile/compile-ruleset.ts';
import type { Rule, Ruleset, RuleTest, TagRef, TargetType } from './model.ts';
import type { ExclusiveGroups } from './outcome/merge.ts';
import { nameKey } from './outcome/tag-identity.ts';
import { parseNotification } from './parse-notification.ts';
import { printTag } from './print-ruleset.ts';
import type { Report } from './report.ts';
import { type Example, ruleTrials, type Trial } from './try-rule.ts';
import { locate, type YamlNode } from './yaml-tree.ts';

/** Runs every rule's own tests, the rule alone, and reports those that fail. */
export function runRuleTests(ruleset: Ruleset, root: YamlNode, report: Report, options: CheckOptions): void {
  const tools: Tools = {
    tryRule: ruleTrials(ruleset),
    exclusive: exclusiveGroups(ruleset.settings.exclusive),
    options,
  };
  ruleset.rules.forEach((rule, index) => {
    rule.tests.forEach((test, number) => {
      const failure = runTest(rule, test, tools);
      if (failure !== undefined) {
        report.rule = rule.id;
        report.error('test_failed', locate(root, ['rules', index, 'tests', number]), failure);
        report.rule = null;
      }
    });
  });
}

interface Tools {
  tryRule: (rule: Rule, example: Example) => Trial;
  exclusive: ExclusiveGroups;
  options: CheckOptions;
}

function runTest(rule: Rule, test: RuleTest, { tryRule, exclusive, options }: Tools): string | undefined {
  const example = exampleOf(test.given, options);
  if (typeof example === 'object' && 'failure' in example) {
    return example.failure;
  }
  const trial = tryRule(rule, example);
  const expected = describe(
    test.expect.map((part) => ({ ...part, add: part.add.map(printTag), remove: part.remove.map(printTag) })),
    trial.type,
  );
  const happened = describe(trial.outcome, trial.type);
  // What exclusive groups remove may be written out as well.
  const whole = describe([...trial.outcome, ...impliedBy(trial, exclusive)], trial.type);
  if (expected.key === happened.key || expected.key === whole.key) {
    return undefined;
  }
  const skipped = trial.skipped
    .map(({ tag, reason }) => ` "${tag}" was left out (${reasons[reason]}).`)
    .join('');
  if (trial.unheard !== undefined) {
    return `Given ${shown(test.given)}, expected: ${expected.text}; the rule's trigger does not answer to "${trial.unheard}".`;
  }
  const result = trial.matched ? `the rule did: ${happened.text}.${skipped}` : 'the rule did not match.';
  return `Given ${shown(test.given)}, expected: ${expected.text}; ${result}`;
}

const reasons = {
  missing: 'a value is missing',
  not_a_value: 'a value is a list or a map',
  too_long: 'over 100 characters',
};

function exampleOf(given: RuleTest['given'], { readFile }: CheckOptions): Example | { failure: string } {
  if (typeof given === 'string') {
    return given;
  }
  const file = given['notification'];
  if (typeof file !== 'string') {
    return { facts: given };
  }
  const text = readFile?.(file);
  if (text === undefined) {
    return { failure: `The file "${file}" cannot be read. Paths are relative to the ruleset.` };
  }
  const notification = parseNotification(text);
  return notification === undefined
    ? { failure: `The file "${file}" holds no notification.` }
    : { notification };
}

interface Part {
  target: string;
  add: TagRef[];
  remove: TagRef[];
}

/** What adding one of a group removes. */
function impliedBy({ outcome }: Trial, exclusive: ExclusiveGroups): Part[] {
  return outcome.flatMap(({ target, add }) =>
    add
      .filter((tag) => typeof tag === 'string')
      .map((tag) => {
        const group = exclusive.get(nameKey(tag)) ?? [];
        return { target, add: [], remove: group.filter((other) => nameKey(other) !== nameKey(tag)) };
      }),
  );
}

/**
 * Changes as people read them, and as a key in which order and case do not matter, nor whether the subject goes by
 * its own name.
 */
function describe(parts: readonly Part[], type: TargetType | null): { text: string; key: string } {
  const named = parts.map((part) => ({ ...part, target: part.target === type ? 'subject' : part.target }));
  const lines = named.flatMap(({ target, add, remove }) =>
    [...add.map((tag) => ['add', tag] as const), ...remove.map((tag) => ['remove', tag] as const)].map(
      ([op, tag]) => ({
        text: `${op} ${typeof tag === 'string' ? `"${tag}"` : `tag ${tag.id}`}${target === 'subject' ? '' : ` (${target})`}`,
        key: `${target} ${op} ${typeof tag === 'string' ? nameKey(tag) : JSON.stringify(tag)}`,
      }),
    ),
  );
  const keys = new Set(lines.map(({ key }) => key));
  const text = lines.map((line) => line.text).join(', ');
  return { text: text === '' ? 'no change' : text, key: [...keys].sort().join('\n') };
}

function shown(given: RuleTest['given']): string {
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  return text.length > 80 ? `${JSON.stringify(text.slice(0, 77))}…` : JSON.stringify(text);
}
