/** Where literal values are filed: under one of their grams, for each way of folding in a table of its own. */

import type { IndexKeys } from '../evaluate/match.ts';
import type { FoldOptions } from '../text/fold-string.ts';
import { variantOf } from '../text/folding.ts';
import type { Grams } from '../text/grams.ts';
import { type KeyTable, keyTableOf } from './key-table.ts';

export interface GramIndex {
  /** How texts are folded before their grams are looked up. */
  options: FoldOptions;
  /** Of the grams that are filed. */
  sizes: readonly number[];
  /** The places of parts. */
  table: KeyTable;
}

/** `parts` by their places. */
export function indexGrams(parts: readonly IndexKeys[]): GramIndex[] {
  const byFolding = new Map<number, { options: FoldOptions; filed: Filed[] }>();
  for (const [part, keys] of parts.entries()) {
    if (keys.kind === 'grams') {
      const variant = variantOf(keys.options);
      const folding = byFolding.get(variant) ?? { options: keys.options, filed: [] };
      byFolding.set(variant, folding);
      folding.filed.push(...keys.values.map((grams) => ({ grams, part })));
    }
  }
  return Array.from(byFolding.values(), ({ options, filed }) => tableOf(options, filed));
}

interface Filed {
  grams: Grams;
  part: number;
}

function tableOf(options: FoldOptions, filed: readonly Filed[]): GramIndex {
  const counts = new Map<number, number>();
  for (const { grams } of filed) {
    for (const key of grams.keys) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const sizes = [...new Set(filed.map(({ grams }) => grams.size))];
  const keys = filed.map(({ grams }) => rarestOf(grams, counts));
  return {
    options,
    sizes,
    table: keyTableOf(
      keys,
      filed.map(({ part }) => part),
    ),
  };
}

/** What the fewest values have, few texts have. */
function rarestOf({ keys }: Grams, counts: ReadonlyMap<number, number>): number {
  const countOf = (key: number) => Number(counts.get(key));
  return keys.reduce((rarest, key) => (countOf(key) < countOf(rarest) ? key : rarest));
}
