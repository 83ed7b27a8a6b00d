import { stringify } from 'yaml';
import type { Condition, FieldTest, OutcomePart, Rule, Ruleset, TagRef, TagSpec } from './model.ts';

/** A ruleset as YAML that `checkRuleset` reads back as the same ruleset. Comments and aliases are gone. */
export function printRuleset(ruleset: Ruleset): string {
  const { settings, lists, conditions, sources, rules } = ruleset;
  const file = {
    version: 1,
    settings: { ...settings, ...(settings.exclusive.length === 0 && { exclusive: undefined }) },
    ...(hasKeys(lists) && { lists }),
    ...(hasKeys(conditions) && {
      conditions: Object.fromEntries(
        Object.entries(conditions).map(([name, condition]) => [name, printed(condition)]),
      ),
    }),
    ...(hasKeys(sources) && { sources }),
    rules: rules.map(printRule),
  };
  // Texts that YAML 1.1 takes for something else (`no`, `007`) are quoted, so that older tools read the same.
  return stringify(file, { aliasDuplicateObjects: false, compat: 'yaml-1.1', lineWidth: 0 });
}

function hasKeys(map: object): boolean {
  return Object.keys(map).length > 0;
}

function printRule({ trigger, when, then, limit, tests, id, description, ...head }: Rule): object {
  return {
    id,
    ...(description !== undefined && { description }),
    trigger,
    ...(when !== undefined && { when: printed(when) }),
    then: printOutcome(then),
    ...head,
    ...(limit !== undefined && { limit }),
    ...(tests.length > 0 && {
      tests: tests.map(({ given, expect }) => ({ given, expect: printOutcome(expect) })),
    }),
  };
}

/** A map of one: what stood side by side in one map is an `all`, as it is stored. */
function printed(condition: Condition): object {
  if ('all' in condition) {
    return { all: condition.all.map(item) };
  }
  if ('any' in condition) {
    return { any: condition.any.map(item) };
  }
  if ('none' in condition) {
    return { none: condition.none.map(item) };
  }
  // A named condition alone is `all` of it: only a list can hold its name.
  return 'use' in condition ? { all: [item(condition)] } : { [condition.field]: printTest(condition) };
}

function item(condition: Condition): unknown {
  return 'use' in condition ? `$${condition.use}` : printed(condition);
}

function printTest({ operator, values, within, field: _, ...options }: FieldTest): object {
  return { [operator]: within ?? (operator === 'exists' ? values[0] : values), ...options };
}

function printOutcome(parts: readonly OutcomePart[]): object {
  return Object.assign(
    {},
    ...parts.map(({ target, add, remove }) => {
      const changes = {
        ...(add.length > 0 && { add: add.map(printTag) }),
        ...(remove.length > 0 && { remove: remove.map(printTag) }),
      };
      return target === 'subject' ? changes : { [target]: changes };
    }),
  );
}

/** A tag as it is written; a template as its text. */
export function printTag(tag: TagSpec): TagRef {
  return 'name' in tag ? tag.name : 'id' in tag ? tag : tag.template;
}
