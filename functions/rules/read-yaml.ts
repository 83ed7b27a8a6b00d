import { type Alias, isAlias, isScalar, isSeq, type ParsedNode, parseDocument, type YAMLMap } from 'yaml';
import { faultsOf, type YamlFault } from './yaml-faults.ts';
import type { YamlEntry, YamlNode } from './yaml-tree.ts';

/** More would let a few lines stand for gigabytes. */
const maxExpansions = 100;
const maxNesting = 100;

/**
 * Reads one YAML 1.2 document. `root` is null for an empty file; with any fault it is not to be used. Scalars are
 * not interpreted here: a `%YAML 1.1` directive changes nothing.
 */
export function readYaml(text: string): { root: YamlNode | null; faults: YamlFault[] } {
  const unprintable = text.search(unprintables);
  if (unprintable >= 0) {
    const message =
      'This is not text: there is a character here that YAML does not allow. Save the file as UTF-8.';
    return { root: null, faults: [{ offset: unprintable, message }] };
  }
  // The library's own check of unique keys compares each key with all before it: a map of 100,000 takes minutes.
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, prettyErrors: false });
  const faults = faultsOf(document, text);
  if (faults.length > 0 || document.contents === null) {
    return { root: null, faults };
  }
  const reader: Reader = { text, faults, anchors: new Map(), expansions: 0 };
  const root = convert(document.contents, reader, 0, document.contents.range[0]);
  return { root, faults };
}

interface Reader {
  text: string;
  faults: YamlFault[];
  /** Null while the anchor's own node is being read: an alias there would contain itself. */
  anchors: Map<string, { node: YamlNode; expansions: number } | null>;
  expansions: number;
}

/** `\p{Cc}` without tab, line feed, carriage return and next line: what YAML allows of the controls. */
const unprintables = /(?![\t\n\r\u0085])\p{Cc}|[\uFFFE\uFFFF]/u;

/** The keys with which people begin a rule and a test. */
const itemStarts = ['id', 'given'];

function convert(node: ParsedNode, reader: Reader, depth: number, emptyOffset: number): YamlNode {
  const offset = node.range[0];
  if (depth > maxNesting) {
    return fault(reader, offset, 'This is nested too deeply to be read.');
  }
  if (isAlias(node)) {
    return expand(node.source, offset, reader);
  }
  const { anchor } = node;
  const before = reader.expansions;
  if (anchor !== undefined) {
    reader.anchors.set(anchor, null);
  }
  const converted = convertContent(node, reader, depth, emptyOffset);
  if (anchor !== undefined) {
    reader.anchors.set(anchor, { node: converted, expansions: reader.expansions - before });
  }
  return converted;
}

function convertContent(node: Content, reader: Reader, depth: number, emptyOffset: number): YamlNode {
  const offset = node.range[0];
  checkTag(node, reader);
  if (isScalar(node)) {
    const text = typeof node.value === 'string' ? node.value : '';
    const plain = node.tag === undefined ? node.type === 'PLAIN' : !textTags.has(node.tag);
    return { kind: 'scalar', text, plain, offset: plain && text === '' ? emptyOffset : offset };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item, reader, depth + 1, item.range[0]));
    return { kind: 'list', items, offset };
  }
  return { kind: 'map', entries: convertEntries(node, reader, depth), offset };
}

function convertEntries(map: YAMLMap.Parsed, reader: Reader, depth: number): YamlEntry[] {
  const seen = new Set<string>();
  return map.items.map((pair) => {
    const keyOffset = pair.key.range[0];
    const key = convert(pair.key, reader, depth + 1, keyOffset);
    const value =
      pair.value === null ? nothingAt(keyOffset) : convert(pair.value, reader, depth + 1, keyOffset);
    if (key.kind !== 'scalar') {
      // An unquoted {{template}} is a map with a map as its key: whoever expected a tag says so.
      return { key: key.kind === 'map' ? '{…}' : '[…]', keyOffset, value };
    }
    if (key.plain && key.text === '<<') {
      fault(reader, keyOffset, 'Merge keys ("<<") are not part of YAML 1.2: write the entries out.');
    }
    if (seen.has(key.text)) {
      const next = itemStarts.includes(key.text) ? ', or begin another item of the list with "- "' : '';
      fault(reader, keyOffset, `The key "${key.text}" stands twice in this map: keep one of them${next}.`);
    }
    seen.add(key.text);
    return { key: key.text, keyOffset, value };
  });
}

function expand(name: string, offset: number, reader: Reader): YamlNode {
  const anchored = reader.anchors.get(name);
  if (anchored === undefined) {
    return fault(
      reader,
      offset,
      `Nothing above is marked "&${name}". A text that begins with * has to be quoted: "*${name}".`,
    );
  }
  if (anchored === null) {
    return fault(reader, offset, `"*${name}" stands inside what it names, so it would never end.`);
  }
  const before = reader.expansions;
  reader.expansions += 1 + anchored.expansions;
  if (before <= maxExpansions && reader.expansions > maxExpansions) {
    fault(
      reader,
      offset,
      `Aliases are expanded more than ${maxExpansions} times by here: write some of them out.`,
    );
  }
  return anchored.node;
}

type Content = Exclude<ParsedNode, Alias.Parsed>;

const core = 'tag:yaml.org,2002:';
const textTags: ReadonlySet<string> = new Set([`${core}str`, '!']);
const scalarTags: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null'].map((name) => `${core}${name}`).concat('!'),
);

function checkTag(node: Content, reader: Reader): void {
  const { tag } = node;
  const fits = isScalar(node)
    ? tag === undefined || scalarTags.has(tag)
    : tag === undefined || tag === '!' || tag === `${core}${isSeq(node) ? 'seq' : 'map'}`;
  if (!fits) {
    const message = `The YAML tag "${tag}" has no meaning here. A text that begins with ! has to be quoted.`;
    // The tag stands before its node, after white space or a bracket.
    const before = reader.text.slice(Math.max(0, node.range[0] - 200), node.range[0]);
    fault(reader, node.range[0] - before.length + before.search(/[^\s[{,]*\s*$/u), message);
  }
}

function fault(reader: Reader, offset: number, message: string): YamlNode {
  reader.faults.push({ offset, message });
  return nothingAt(offset);
}

function nothingAt(offset: number): YamlNode {
  return { kind: 'scalar', text: '', plain: true, offset };
}
