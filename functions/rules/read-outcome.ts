import { fieldNames, fieldType } from './fields.ts';
import type { OutcomePart, OutcomeTarget, TagSpec } from './model.ts';
import { nameKey } from './outcome/tag-identity.ts';
import { parseTemplate, TAG_LIMIT } from './outcome/template.ts';
import {
  type At,
  asMap,
  itemsOf,
  kindOf,
  placeOf,
  type Reading,
  refuseOtherKeys,
  valueAt,
} from './reading.ts';
import { isNull } from './yaml-scalar.ts';
import { entryOf, type YamlEntry, type YamlMap } from './yaml-tree.ts';

const targets: readonly OutcomeTarget[] = [
  'conversation',
  'contact',
  'contacts',
  'company',
  'companies',
  'ticket',
];
const keys = ['add', 'remove', ...targets];

export interface OutcomeReading {
  what: string;
  /** Templates are read in rules; what a test expects is written out. Undefined: no templates. */
  groups?: ReadonlySet<string>;
}

/** `add` and `remove` for the subject, and the same under the names of the objects tied to it. */
export function readOutcome(at: At, of: OutcomeReading, reading: Reading): OutcomePart[] {
  const map = asMap(at);
  if (map === undefined) {
    const message = `${of.what} is a map, such as { add: [Refund] }, not ${kindOf(at.node)}.`;
    reading.report.error('schema', placeOf(at), message);
    return [];
  }
  refuseOtherKeys(map, keys, of.what, reading);
  const parts: OutcomePart[] = [];
  for (const entry of map.node.entries) {
    const target = targets.find((each) => each === entry.key);
    const part =
      target === undefined
        ? ownPart(map, entry, parts, of, reading)
        : targetPart(map, entry, target, of, reading);
    if (part !== undefined) {
      parts.push(part);
    }
  }
  return parts;
}

/** The subject's changes are one part, where its first key stands. */
function ownPart(
  map: At<YamlMap>,
  { key }: YamlEntry,
  parts: readonly OutcomePart[],
  of: OutcomeReading,
  reading: Reading,
): OutcomePart | undefined {
  const first = (key === 'add' || key === 'remove') && !parts.some(({ target }) => target === 'subject');
  return first ? readPart(map, 'subject', of, reading) : undefined;
}

function targetPart(
  map: At<YamlMap>,
  entry: YamlEntry,
  target: OutcomeTarget,
  of: OutcomeReading,
  reading: Reading,
): OutcomePart | undefined {
  const inner = asMap(valueAt(map, entry));
  if (inner === undefined) {
    const message = `"${target}" takes a map, such as { add: [Refund] }, not ${kindOf(entry.value)}.`;
    reading.report.error('schema', placeOf(valueAt(map, entry)), message);
    return undefined;
  }
  if (inner.node.entries.length === 0 && of.groups !== undefined) {
    const message = `"${target}" changes nothing. Write what to add or remove, or leave it out.`;
    reading.report.error('schema', placeOf(inner), message);
  }
  refuseOtherKeys(inner, ['add', 'remove'], `"${target}"`, reading);
  return readPart(inner, target, of, reading);
}

function readPart(
  map: At<YamlMap>,
  target: OutcomeTarget,
  of: OutcomeReading,
  reading: Reading,
): OutcomePart {
  const tags = (key: 'add' | 'remove'): TagSpec[] => {
    const entry = entryOf(map.node, key);
    return entry === undefined ? [] : readTags(valueAt(map, entry), of, reading);
  };
  return { target, add: tags('add'), remove: tags('remove') };
}

function readTags(at: At, of: OutcomeReading, reading: Reading): TagSpec[] {
  const items = at.node.kind === 'map' ? [at] : itemsOf(at);
  if (items.length === 0) {
    reading.report.error('empty_value', placeOf(at), 'This list is empty. Name a tag, or leave it out.');
  }
  return items.flatMap((item) => readTag(item, of, reading) ?? []);
}

function readTag(at: At, of: OutcomeReading, reading: Reading): TagSpec | undefined {
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
  if (of.groups !== undefined && text.includes('{{')) {
    return readTemplate(at, text, of.groups, reading) ? { template: text } : undefined;
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

export interface Contradiction {
  tag: string;
  part: OutcomePart;
}

/** Where one tag is both added and removed on what may be one object: by exclusive groups too. */
export function contradictions(
  parts: readonly OutcomePart[],
  subject: string | null,
  exclusive: ReadonlyMap<string, readonly number[]>,
): Contradiction[] {
  const nameOf = (tag: TagSpec) => ('name' in tag ? nameKey(tag.name) : JSON.stringify(tag));
  const added = new Set<string>();
  const groups = new Map<string, string>();
  const found: Contradiction[] = [];
  for (const part of parts) {
    for (const tag of part.add) {
      const object = objectOf(part.target, subject);
      added.add(`${object} ${nameOf(tag)}`);
      for (const group of exclusive.get(nameOf(tag)) ?? []) {
        const rival = groups.get(`${object} ${group}`) ?? nameOf(tag);
        groups.set(`${object} ${group}`, rival);
        if (rival !== nameOf(tag)) {
          found.push({ tag: written(tag), part });
        }
      }
    }
  }
  for (const part of parts) {
    const object = objectOf(part.target, subject);
    for (const tag of part.remove.filter((each) => added.has(`${object} ${nameOf(each)}`))) {
      found.push({ tag: written(tag), part });
    }
  }
  return found;
}

/** All contacts are among them the first: what is said of both may meet. */
function objectOf(target: OutcomeTarget, subject: string | null): string {
  return (
    { subject: subject ?? 'subject', contacts: 'contact', companies: 'company' }[target as string] ?? target
  );
}

function written(tag: TagSpec): string {
  return 'name' in tag ? tag.name : 'id' in tag ? tag.id : tag.template;
}
