import { fieldNames, fieldType } from './fields.ts';
import type { TagSpec } from './model.ts';
import { parseTemplate, TAG_LIMIT } from './outcome/template.ts';
import { type At, asMap, itemsOf, placeOf, type Reading, valueAt } from './reading.ts';
import { isNull } from './yaml-scalar.ts';

/** A tag or a list of them. `groups` are those that templates may name; without it there are no templates. */
export function readTags(at: At, groups: ReadonlySet<string> | undefined, reading: Reading): TagSpec[] {
  const items = at.node.kind === 'map' ? [at] : itemsOf(at);
  if (items.length === 0) {
    reading.report.error('empty_value', placeOf(at), 'This list is empty. Name a tag, or leave it out.');
  }
  return items.flatMap((item) => readTag(item, groups, reading) ?? []);
}

function readTag(at: At, groups: ReadonlySet<string> | undefined, reading: Reading): TagSpec | undefined {
  const { report } = reading;
  if (at.node.kind !== 'scalar') {
    return readTagById(at, reading);
  }
  const { text } = at.node;
  if (isNull(at.node) || text.trim() === '') {
    const message =
      'No tag stands here. A name that begins with # has to be quoted ("#1"), for # begins a comment in YAML.';
    report.error('empty_value', placeOf(at), message);
    return undefined;
  }
  if (groups !== undefined && text.includes('{{')) {
    return readTemplate(at, text, groups, reading) ? { template: text } : undefined;
  }
  if (Array.from(text.trim()).length > TAG_LIMIT) {
    report.error(
      'schema',
      placeOf(at),
      `A tag has at most ${TAG_LIMIT} characters, and this has ${Array.from(text.trim()).length}.`,
    );
    return undefined;
  }
  return { name: text.trim() };
}

function readTagById(at: At, reading: Reading): TagSpec | undefined {
  const map = asMap(at);
  const [entry, other] = map?.node.entries ?? [];
  if (map === undefined || entry === undefined || entry.key !== 'id' || other !== undefined) {
    const message =
      at.node.kind === 'map'
        ? 'A map stands where a tag is expected. Quote a template ("{{company.plan.name}}"); a tag by its id is { id: "123" }.'
        : 'A list stands where a tag is expected. Write the tags side by side.';
    reading.report.error('schema', placeOf(at), message);
    return undefined;
  }
  if (entry.value.kind !== 'scalar' || isNull(entry.value) || entry.value.text.trim() === '') {
    reading.report.error('schema', placeOf(valueAt(map, entry)), 'The id of a tag is text, such as "123".');
    return undefined;
  }
  return { id: entry.value.text.trim() };
}

function readTemplate(at: At, template: string, groups: ReadonlySet<string>, reading: Reading): boolean {
  const pieces = parseTemplate(template);
  const faults = pieces.flatMap((piece) => {
    if ('text' in piece) {
      return piece.text.includes('{{') ? ['There is a "{{" without its "}}" here.'] : [];
    }
    return 'group' in piece ? groupFault(piece.group, groups, reading) : fieldFault(piece.field, reading);
  });
  for (const fault of faults) {
    reading.report.error('bad_template', placeOf(at), fault);
  }
  for (const piece of pieces) {
    if ('field' in piece && isPlural(piece.field)) {
      const message = `"${piece.field}" is no single value, so this tag is always left out.`;
      reading.report.warning('bad_template', placeOf(at), message);
    }
  }
  return faults.length === 0;
}

function groupFault(group: string, groups: ReadonlySet<string>, reading: Reading): string[] {
  if (groups.has(group)) {
    return [];
  }
  const hint = reading.suggest(group, groups) || ` Name it in a "matches": (?<${group}>…).`;
  return [`No regular expression of this rule that can hold has a group "${group}".${hint}`];
}

export function fieldFault(field: string, reading: Reading): string[] {
  if (fieldType(field) !== undefined) {
    return [];
  }
  const hint = reading.suggest(field, fieldNames()) || ' docs/rules.md lists the fields.';
  return [`There is no field "${field}".${hint}`];
}

/** A list or a map, which no text can be made of. */
function isPlural(field: string): boolean {
  const type = fieldType(field);
  return type === 'list' || type === 'object';
}
