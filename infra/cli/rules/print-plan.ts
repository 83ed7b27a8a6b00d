import type { Rule, Ruleset } from '../../../functions/rules/model.ts';
import { printRuleset } from '../../../functions/rules/print-ruleset.ts';
import { type Terminal, wrap } from '../terminal.ts';
import { type DiffLine, diffLines } from './diff-lines.ts';
import type { Plan } from './make-plan.ts';
import { isSame, type RulesetDiff } from './ruleset-diff.ts';

/** More than this of anything, nobody reads; `--json` has them all. */
const maxShown = 30;

/** Rules that come, change and go, with the lines that are different, and the tags that would be created. */
export function printPlan(
  { source, pointer, current, ruleset, diff, tags, diagnostics, isRefused }: Plan,
  environment: string,
  terminal: Terminal,
): void {
  const say = (line = '') => terminal.write(`${line}\n`);
  const over = pointer === null ? 'nothing published yet' : `version ${pointer.version}, by ${pointer.by}`;
  say(`${source.file} over ${environment} (${over})`);
  if (isSame(diff) && current !== null) say('\nNothing would change: these are the current rules.');
  else printDiff(diff, current, ruleset, terminal);
  printTags(tags, ruleset.settings.create_missing_tags, terminal);
  if (diagnostics.length > 0) {
    say(`\n${count(diagnostics.length, 'warning')}: npm run --silent rules -- check ${source.file}`);
  }
  if (isRefused) {
    say('\nThis cannot be published: create_missing_tags is false. Create the tags first.');
  }
}

/** The same for two versions. */
export function printDiff(
  diff: RulesetDiff,
  before: Ruleset | null,
  after: Ruleset,
  terminal: Terminal,
): void {
  const say = (line = '') => terminal.write(`${line}\n`);
  const { added, removed, changed, unchanged, isReordered, others } = diff;
  printRules('added', added, terminal);
  printRules('removed', removed, terminal);
  for (const { before: old, after: now, keys } of changed.slice(0, maxShown)) {
    say(`\n${terminal.style('yellow', '~')} ${terminal.style('bold', now.id)}  ${keys.join(', ')}`);
    printLines(diffLines(yamlOf(old), yamlOf(now)), terminal);
  }
  if (changed.length > maxShown) say(`\n~ … and ${count(changed.length - maxShown, 'more changed rule')}`);
  if (others.length > 0) {
    say(`\n${terminal.style('yellow', '~')} ${wrap(others.join(', '), terminal.width - 2).join('\n  ')}`);
    printLines(diffLines(headOf(before ?? after), headOf(after)), terminal);
  }
  if (isReordered) say('\nThe rules stand in another order, which settles conflicts of equal priority.');
  say(
    `\n${added.length} added, ${changed.length} changed, ${removed.length} removed, ${unchanged} unchanged`,
  );
}

function printRules(what: 'added' | 'removed', rules: readonly Rule[], terminal: Terminal): void {
  const [sign, colour] = what === 'added' ? (['+', 'green'] as const) : (['-', 'red'] as const);
  if (rules.length > 0) terminal.write('\n');
  for (const { id, mode, description } of rules.slice(0, maxShown)) {
    const [first = '', ...more] = wrap(
      `${id}${mode === 'live' ? '' : ` (${mode})`}${description === undefined ? '' : `  ${description}`}`,
      terminal.width - 2,
    );
    terminal.write(
      `${terminal.style(colour, sign)} ${first}\n${more.map((line) => `    ${line}\n`).join('')}`,
    );
  }
  if (rules.length > maxShown)
    terminal.write(`${sign} … and ${count(rules.length - maxShown, 'more rule')}\n`);
}

const SIGNS = { same: ['  ', 'dim'], gap: ['  ', 'dim'], gone: ['- ', 'red'], new: ['+ ', 'green'] } as const;

function printLines(lines: readonly DiffLine[], terminal: Terminal): void {
  for (const { kind, text } of lines) {
    const [sign, colour] = SIGNS[kind];
    const indent = /^ */u.exec(text)?.[0] ?? '';
    const pieces = wrap(text.trim(), terminal.width - 4 - indent.length);
    for (const piece of pieces) {
      terminal.write(`  ${terminal.style(colour, `${sign}${indent}${piece}`).trimEnd()}\n`);
    }
  }
}

function printTags(tags: Plan['tags'], mayCreate: boolean, terminal: Terminal): void {
  const say = (line: string) => terminal.write(`${wrap(line, terminal.width).join('\n')}\n`);
  terminal.write('\n');
  if (tags === null) {
    say('Which tags the workspace lacks is not known: Intercom cannot be asked, and no sync has run yet.');
    return;
  }
  const by = tags.source === 'catalogue' ? ' (by the catalogue: Intercom cannot be asked)' : '';
  const { toCreate, unknownIds, templates } = tags;
  if (toCreate.length === 0) say(`All tags are in the workspace${by}.`);
  else {
    say(`${count(toCreate.length, 'tag')} ${mayCreate ? 'to be created' : 'missing'}${by}:`);
    for (const { name, rules } of toCreate.slice(0, maxShown)) {
      terminal.write(
        `  ${terminal.style(mayCreate ? 'green' : 'red', name)}  ${dim(rulesNamed(rules), terminal)}\n`,
      );
    }
    if (toCreate.length > maxShown) say(`  … and ${toCreate.length - maxShown} more`);
  }
  for (const { id, rules } of unknownIds)
    say(`The workspace has no tag with the id ${id}: ${rulesNamed(rules)}.`);
  if (templates.length > 0) say(`Known only when they match: the tags of ${rulesNamed(templates)}.`);
}

const dim = (text: string, terminal: Terminal) => terminal.style('dim', text);

function rulesNamed(rules: readonly string[]): string {
  const shown = rules.slice(0, 3).join(', ');
  return rules.length > 3 ? `${shown} and ${rules.length - 3} more` : shown;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** A rule as it would stand in a file, at the margin. */
function yamlOf(rule: Rule): string[] {
  const lines = printRuleset({ ...EMPTY, rules: [rule] })
    .trimEnd()
    .split('\n');
  return lines.slice(lines.indexOf('rules:') + 1).map((line) => line.slice(4));
}

/** What stands before the rules. */
function headOf(ruleset: Ruleset): string[] {
  return printRuleset({ ...ruleset, rules: [] })
    .trimEnd()
    .split('\n')
    .slice(0, -1);
}

const EMPTY: Ruleset = {
  version: 1,
  settings: { timezone: 'UTC', create_missing_tags: true, remove_only_own: false, exclusive: [] },
  lists: {},
  conditions: {},
  sources: {},
  rules: [],
};
