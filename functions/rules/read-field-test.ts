import { type FieldType, fieldNames, fieldType } from './fields.ts';
import type { FieldTest, Operator } from './model.ts';
import {
  isOperator,
  isTextOperator,
  operatorNames,
  operatorsBySign,
  operatorsOf,
  takes,
} from './operators.ts';
import { readValues } from './read-values.ts';
import { readWithin } from './read-within.ts';
import { type At, asMap, fieldHint, inWords, keyPlace, placeOf, type Reading, valueAt } from './reading.ts';
import { entryOf, type Place, type YamlMap } from './yaml-tree.ts';

const names = fieldNames();
const modifiers = ['except', 'case', 'accents'];

/** A field's test: a scalar (equals), a list (any of), or a map of operators. One entry for each operator. */
export function readFieldTest(
  field: string,
  key: Place,
  value: At,
  groups: Set<string>,
  reading: Reading,
): FieldTest[] {
  const type = fieldType(field);
  if (type === undefined) {
    const hint =
      noField(field) ?? fieldHint({ key: field, keyOffset: key.offset, value: value.node }, names, reading);
    reading.report.error('unknown_field', key, `There is no field "${field}".${hint}`);
    return [];
  }
  const map = asMap(value);
  if (map !== undefined) {
    return readOperators(field, type, map, groups, reading);
  }
  const operator: Operator = type === 'list' ? 'includes' : 'equals';
  if (!takes(type, operator)) {
    reading.report.error('type_mismatch', key, notTaken(field, type, operator));
    return [];
  }
  const values = readValues(value, { operator, type, options: {}, groups }, reading);
  return [{ field, operator, values }];
}

/** What else was meant where a field is expected. */
function noField(name: string): string | undefined {
  if (name.startsWith('$')) return ' A named condition is an item of a list: "all: [$name]".';
  if (isOperator(name)) return ` "${name}" stands under a field: "message.text: { ${name}: … }".`;
  const group = { and: 'all', or: 'any', not: 'none' }[name];
  return group && ` Did you mean "${group}"?`;
}

function notTaken(field: string, type: FieldType, operator: string): string {
  const kind = { text: 'text', number: 'a number', boolean: 'true or false', date: 'a date', list: 'a list' };
  const is = type === 'object' || type === 'dynamic' ? 'a group of fields' : kind[type];
  return `"${field}" is ${is} and takes ${inWords(operatorsOf(type))}, not "${operator}".`;
}

function readOperators(
  field: string,
  type: FieldType,
  map: At<YamlMap>,
  groups: Set<string>,
  reading: Reading,
): FieldTest[] {
  const { report } = reading;
  const options = readOptions(map, reading);
  const tests: FieldTest[] = [];
  for (const entry of map.node.entries) {
    const place = keyPlace(map, entry);
    const at = valueAt(map, entry);
    if (modifiers.includes(entry.key)) {
      continue;
    }
    if (!isOperator(entry.key)) {
      const meant = operatorsBySign.get(entry.key);
      const hint =
        (meant && ` Did you mean "${meant}"?`) ||
        reading.suggest(entry.key, [...operatorNames, ...modifiers]) ||
        ` "${field}" takes ${inWords(operatorsOf(type))}.`;
      report.error('unknown_operator', place, `There is no operator "${entry.key}".${hint}`);
      continue;
    }
    const operator = entry.key;
    if (!takes(type, operator)) {
      report.error('type_mismatch', place, notTaken(field, type, operator));
      continue;
    }
    if (operator === 'within') {
      tests.push({ field, operator, values: [], within: readWithin(at, reading) });
      continue;
    }
    const test: FieldTest = {
      field,
      operator,
      values: readValues(at, { operator, type, options, groups }, reading),
    };
    tests.push(comparesText(operator, type) ? { ...test, ...options } : test);
  }
  readModifiers(field, type, map, tests, reading);
  return tests;
}

function comparesText(operator: Operator, type: FieldType): boolean {
  const texts = ['equals', 'includes', 'includes_all'];
  return isTextOperator(operator) || (texts.includes(operator) && type !== 'number' && type !== 'boolean');
}

function readOptions(map: At<YamlMap>, reading: Reading): { case?: 'exact'; accents?: 'exact' } {
  const options: { case?: 'exact'; accents?: 'exact' } = {};
  for (const name of ['case', 'accents'] as const) {
    const entry = entryOf(map.node, name);
    if (entry?.value.kind === 'scalar' && entry.value.text === 'exact') {
      options[name] = 'exact';
    } else if (entry !== undefined) {
      reading.report.error(
        'schema',
        placeOf(valueAt(map, entry)),
        `"${name}" can only be "exact"; leave it out else.`,
      );
    }
  }
  return options;
}

/** What stands beside the operators and belongs to one of them: without it, it would mean nothing. */
function readModifiers(
  field: string,
  type: FieldType,
  map: At<YamlMap>,
  tests: FieldTest[],
  reading: Reading,
): void {
  const { report } = reading;
  const operators = map.node.entries.map(({ key }) => key).filter(isOperator);
  for (const entry of map.node.entries.filter(({ key }) => modifiers.includes(key))) {
    const place = keyPlace(map, entry);
    if (entry.key === 'accents' && operators.includes('matches')) {
      const message = '"matches" looks at the text as it is written, so "accents" does not go with it.';
      report.error('type_mismatch', place, message);
    } else if (entry.key === 'except') {
      const words = tests.find(({ operator }) => operator === 'words');
      const at = valueAt(map, entry);
      const values = readValues(
        at,
        { operator: 'words', type: 'text', options: {}, groups: new Set() },
        reading,
      );
      if (words !== undefined) {
        words.except = values.map(String);
      } else if (!operators.includes('words')) {
        report.error(
          'schema',
          place,
          '"except" belongs to "words": it names phrases that do not count there.',
        );
      }
    } else if (operators.length > 0 && !operators.some((operator) => comparesText(operator, type))) {
      report.error('type_mismatch', place, `"${entry.key}" is for text, and no text is compared here.`);
    }
  }
  if (operators.length === 0 && map.node.entries.every(({ key }) => modifiers.includes(key))) {
    report.error(
      'schema',
      placeOf(map),
      `No operator stands here. "${field}" takes ${inWords(operatorsOf(type))}.`,
    );
  }
}
