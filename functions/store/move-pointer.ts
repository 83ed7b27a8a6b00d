import { currentKey } from './control.ts';
import { moveItem, moveSk, type Pointer, rulesetPk } from './ruleset-items.ts';
import { readPointer } from './rulesets.ts';
import type { Table } from './table.ts';

/**
 * Moves the pointer, unless somebody else has moved it since `was`: then false. The move that it overwrites is kept
 * first, so that no crash leaves a gap in the history.
 */
export async function movePointer(table: Table, was: Pointer | null, next: Pointer): Promise<boolean> {
  if (was !== null) {
    await table.put({ pk: rulesetPk, sk: moveSk(was.move), ...moveItem.parse(was) });
  }
  const moved = await table.put(
    { ...currentKey, ...next },
    was === null
      ? { text: 'attribute_not_exists(pk)' }
      : { text: '#move = :was', names: { '#move': 'move' }, values: { ':was': was.move } },
  );
  // A put whose answer was lost is sent again by the SDK, and then fails on what it wrote itself.
  return moved || isSame(readPointer(await table.get(currentKey)), next);
}

function isSame(a: Pointer | null, b: Pointer): boolean {
  return a?.move === b.move && a.version === b.version && a.by === b.by && a.at === b.at;
}
