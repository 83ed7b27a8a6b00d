import { checkText } from './check-text.ts';
import { listName } from './evaluate/values.ts';
import type { FieldType } from './fields.ts';
import type { Operator, Value } from './model.ts';
import { operatorRules, operatorsBySign, type ValueKind } from './operators.ts';
import { type At, itemsOf, kindOf, type ListEntry, placeOf, type Reading } from './reading.ts';
import type { FoldOptions } from './text/fold-string.ts';
import { parseDate } from './time/moment.ts';
import { isNull, scalarValue } from './yaml-scalar.ts';

const maxValues = 1_000;

/** The test that a value belongs to. */
export interface ValueOf {
  operator: Operator;
  type: FieldType;
  options: FoldOptions;
  /** Takes the names of groups of regular expressions. */
  groups: Set<string>;
}

/** One value or a list of any-of, as it is stored. */
export function readValues(at: At, of: ValueOf, reading: Reading): Value[] {
  const { report } = reading;
  if (at.node.kind === 'map') {
    report.error(
      'type_mismatch',
      placeOf(at),
      `"${of.operator}" takes a value or a list, and this is a map.`,
    );
    return [];
  }
  if (at.node.kind === 'list' && operatorRules[of.operator].value === 'boolean') {
    report.error('type_mismatch', placeOf(at), `"${of.operator}" takes true or false, not a list.`);
    return [];
  }
  const items = itemsOf(at);
  if (items.length === 0) {
    report.error(
      'empty_value',
      placeOf(at),
      'This list is empty, so the test could never hold. Name a value.',
    );
  }
  if (items.length > maxValues) {
    const message = `A test takes at most ${maxValues} values, and these are ${items.length}. Put them under "lists".`;
    report.error('schema', placeOf(at), message);
  }
  return items.slice(0, maxValues).flatMap((item) => {
    const value = readValue(item, of, reading);
    return value === undefined ? [] : [value];
  });
}

function readValue(at: At, of: ValueOf, reading: Reading): Value | undefined {
  const { report } = reading;
  const { node } = at;
  if (node.kind !== 'scalar') {
    report.error('type_mismatch', placeOf(at), `A single value stands here, not ${kindOf(node)}.`);
    return undefined;
  }
  if (isNull(node)) {
    report.error('empty_value', placeOf(at), nothingHere);
    return undefined;
  }
  const kind = valueKind(of);
  if (kind === 'text') {
    return readText(at, node.text, of, reading);
  }
  if (kind === 'date') {
    return isDate(node.text) ? node.text : refuse(at, mismatch(node.text, kind, node.plain), reading);
  }
  const value = scalarValue(node);
  return typeof value === kind && value !== null
    ? value
    : refuse(at, mismatch(node.text, kind, node.plain), reading);
}

function refuse(at: At, message: string, reading: Reading): undefined {
  reading.report.error('type_mismatch', placeOf(at), message);
}

const nothingHere =
  'Nothing stands here. What begins with # is a comment in YAML: quote it ("#1"). To ask whether a field is there, use "exists".';

type Kind = 'text' | 'number' | 'boolean' | 'date';

function valueKind({ operator, type }: ValueOf): Kind {
  const { value } = operatorRules[operator];
  if (value === 'scalar') {
    return type === 'number' || type === 'boolean' ? type : 'text';
  }
  return kindOfValue[value];
}

const kindOfValue: Readonly<Record<Exclude<ValueKind, 'scalar'>, Kind>> = {
  text: 'text',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
  span: 'date',
};

function isDate(text: string): boolean {
  return parseDate(text, 0, 'UTC') !== undefined;
}

function mismatch(text: string, kind: Exclude<Kind, 'text'>, plain: boolean): string {
  const list = listName(text) === undefined ? '' : ' Lists hold text, so they serve text fields only.';
  if (kind === 'number') {
    const quotes =
      !plain && text.trim() !== '' && Number.isFinite(Number(text)) ? ' Leave the quotes out.' : '';
    return `"${text}" is not a number.${comparisonHint(text)}${quotes}${list}`;
  }
  if (kind === 'boolean') {
    return `"${text}" is neither true nor false: write one of these, without quotes.${list}`;
  }
  return `"${text}" is not a date. Write 2026-01-10, 2026-01-10T09:00:00Z, or relative to now: -48h, +2w.${list}`;
}

/** Of a value such as `>= 100`, which says in signs what an operator says in a word. */
function comparisonHint(text: string): string {
  const [, sign = '', number = ''] = /^([<>]=?)\s*(.*)$/su.exec(text) ?? [];
  const operator = operatorsBySign.get(sign);
  return operator === undefined ? '' : ` Write { ${operator}: ${number === '' ? '…' : number} }.`;
}

function readText(at: At, text: string, of: ValueOf, reading: Reading): string | undefined {
  const { report } = reading;
  const name = listName(text);
  if (name !== undefined) {
    const list = reading.lists.get(name);
    if (list === undefined) {
      const hint = reading.suggest(name, reading.lists.keys()) || ` For the text itself write "$${text}".`;
      report.error('unknown_list', placeOf(at), `There is no list "${name}" under "lists".${hint}`);
      return undefined;
    }
    checkList(name, list, of, reading);
    return text;
  }
  const { fault, groups } = checkText(text, of.operator, of.options);
  for (const group of groups) {
    of.groups.add(group);
  }
  if (fault !== undefined) {
    report.error(fault.code, placeOf(at), fault.message);
    return undefined;
  }
  return text;
}

/**
 * A list's entries are looked at once for each operator, not once for each use: 20,000 rules may share one. What is
 * wrong is said where it stands.
 */
function checkList(name: string, list: readonly ListEntry[], of: ValueOf, reading: Reading): void {
  const { report } = reading;
  const key = `${of.operator} ${JSON.stringify(of.options)} ${name}`;
  const known = reading.listChecks.get(key);
  const groups = known ?? new Set<string>();
  if (known === undefined) {
    reading.listChecks.set(key, groups);
    const { rule } = report;
    report.rule = null;
    for (const { text, place } of list) {
      const checked = checkText(text, of.operator, of.options);
      for (const group of checked.groups) {
        groups.add(group);
      }
      if (checked.fault !== undefined) {
        report.error(checked.fault.code, place, `As "${of.operator}" takes it: ${checked.fault.message}`);
      }
    }
    report.rule = rule;
  }
  for (const group of groups) {
    of.groups.add(group);
  }
}
