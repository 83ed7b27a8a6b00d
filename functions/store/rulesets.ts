import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Ruleset } from '../rules/model.ts';
import { storedRuleset } from '../rules/stored-ruleset.ts';
import { loadLanguageFor } from '../rules/text/language.ts';
import { TagwrightError } from '../tagwright-error.ts';
import { currentKey } from './control.ts';
import {
  type Move,
  moveItem,
  type Pointer,
  partItem,
  pointerItem,
  ruleLanguage,
  rulesetPk,
  versionItem,
  versionSk,
} from './ruleset-items.ts';
import type { Item, Table } from './table.ts';

/** The published rulesets of an environment: numbered versions that never change, and which of them is current. */
export interface Rulesets {
  /** Which version is current; null where none was ever published. A strongly consistent read. */
  pointer(): Promise<Pointer | null>;
  /**
   * A version, ready to compile.
   * @throws UnusableRulesetError where it is not there, broken, or of a later language
   */
  read(version: number): Promise<Ruleset>;
  /** All moves of the pointer, the oldest first. */
  moves(): Promise<Move[]>;
}

/** A version of the ruleset that this code cannot decide by. */
export class UnusableRulesetError extends TagwrightError {
  override name = 'UnusableRulesetError';
  readonly version: number;

  constructor(version: number, problem: string, options?: ErrorOptions) {
    super(`the ruleset ${problem}`, options);
    this.version = version;
  }
}

export function createRulesets(table: Table): Rulesets {
  const pointer = async () => readPointer(await table.get(currentKey));
  return {
    pointer,

    async read(version) {
      const json = await readJson(table, version);
      await loadLanguageFor(json);
      const { success, data, error } = storedRuleset.safeParse(JSON.parse(json));
      if (success) return data;
      throw new UnusableRulesetError(version, 'has another shape than it should', { cause: error });
    },

    async moves() {
      // The pointer first: what overwrites it in the meantime keeps this move among the others.
      const newest = await pointer();
      if (newest === null) return [];
      const kept = (await table.list(rulesetPk, 'MOVE#')).map((item) => moveItem.parse(item));
      return [...kept.filter(({ move }) => move < newest.move), moveItem.parse(newest)];
    },
  };
}

export function readPointer(item: Item | null): Pointer | null {
  return item === null ? null : pointerItem.parse(item);
}

async function readJson(table: Table, version: number): Promise<string> {
  const item = await table.get({ pk: rulesetPk, sk: versionSk(version) });
  if (item === null) throw new UnusableRulesetError(version, 'is not there');
  const head = versionItem.safeParse(item);
  if (!head.success) throw new UnusableRulesetError(version, 'is broken', { cause: head.error });
  const { language, parts, digest, body } = head.data;
  if (language > ruleLanguage) {
    throw new UnusableRulesetError(version, 'is of a later language than this code knows');
  }
  const rest = await Promise.all(
    Array.from({ length: parts - 1 }, (_, i) => table.get({ pk: rulesetPk, sk: versionSk(version, i + 1) })),
  );
  try {
    const bodies = [body, ...rest.map((part) => partItem.parse(part).body)];
    const json = gunzipSync(Buffer.concat(bodies)).toString('utf8');
    if (digestOf(json) === digest) return json;
  } catch (error) {
    throw new UnusableRulesetError(version, 'is broken', { cause: error });
  }
  throw new UnusableRulesetError(version, 'is not what was published');
}

/** A ruleset as it is stored, and the sha256 of that, in hex. Comments and layout of its file are not in it. */
export function storedForm(ruleset: Ruleset): { json: string; digest: string } {
  const json = JSON.stringify(ruleset);
  return { json, digest: digestOf(json) };
}

function digestOf(json: string): string {
  return createHash('sha256').update(json).digest('hex');
}
