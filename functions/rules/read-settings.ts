import type { Settings } from './model.ts';
import { readName } from './read-lists.ts';
import { readShape } from './read-shape.ts';
import { type At, asMap, itemsOf, kindOf, placeOf, type Reading, valueAt } from './reading.ts';
import { settingsShape } from './shapes.ts';
import { entryOf, type YamlMap } from './yaml-tree.ts';

export function readSettings(map: At<YamlMap>, reading: Reading): Settings {
  const entry = entryOf(map.node, 'settings');
  const at = entry && valueAt(map, entry);
  const own = at && asMap(at);
  if (at !== undefined && own === undefined) {
    reading.report.error('schema', placeOf(at), `"settings" is a map, not ${kindOf(at.node)}.`);
  }
  const none: At<YamlMap> = { path: 'settings', node: { kind: 'map', entries: [], offset: 0 } };
  const settings = own ?? none;
  const rest = { ...settings.node, entries: settings.node.entries.filter(({ key }) => key !== 'exclusive') };
  const shaped = readShape(settingsShape, { ...settings, node: rest }, reading, '"settings"');
  const exclusive = entryOf(settings.node, 'exclusive');
  return {
    ...(shaped ?? { timezone: 'UTC', create_missing_tags: true, remove_only_own: false }),
    exclusive: exclusive === undefined ? [] : readExclusive(valueAt(settings, exclusive), reading),
  };
}

function readExclusive(at: At, reading: Reading): string[][] {
  const groups = at.node.kind === 'list' ? itemsOf(at) : [];
  if (at.node.kind !== 'list' || groups.some(({ node }) => node.kind !== 'list')) {
    const message = '"exclusive" is a list of groups of tags, such as [[Low, Medium, High]].';
    reading.report.error('schema', placeOf(at), message);
    return [];
  }
  return groups.map((group) => itemsOf(group).flatMap((item) => readName(item, reading) ?? []));
}
