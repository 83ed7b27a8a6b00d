import { gzipSync } from 'node:zlib';
import { checkRuleset } from '../rules/check-ruleset.ts';
import type { Diagnostic } from '../rules/model.ts';
import { loadLanguageFor } from '../rules/text/language.ts';
import { movePointer } from './move-pointer.ts';
import { type Move, type Pointer, ruleLanguage, rulesetPk, versionSk } from './ruleset-items.ts';
import { createRulesets, storedForm } from './rulesets.ts';
import type { Table } from './table.ts';

/** A ruleset as people write it, with the stored notifications that its tests name. */
export interface RulesetFile {
  file: string;
  text: string | Uint8Array;
  readFile?: (path: string) => string | Uint8Array | undefined;
}

/** Who moves the pointer, and over what. */
export interface MoveOrder {
  by: string;
  message?: string | undefined;
  /** The last move that the caller has seen, 0 for none: whatever came after it is a conflict. Absent: any. */
  over?: number | undefined;
  /** Unix ms. */
  now: number;
}

export type MoveResult =
  | { outcome: 'moved'; pointer: Pointer }
  /** It is current already. */
  | { outcome: 'unchanged'; pointer: Pointer }
  /** Somebody else moved the pointer first; `since` is what they did, the oldest first. */
  | { outcome: 'conflict'; pointer: Pointer | null; since: Move[] };

export type PublishResult = MoveResult | { outcome: 'bad'; diagnostics: Diagnostic[] };

/** What a move leaves behind about the last deploy: by a deploy what it did, else what was there. */
export type NoteDeploy = (was: Pointer | null, digest: string) => Pointer['deployed'];

const keepNote: NoteDeploy = (was) => was?.deployed;

/**
 * Checks a ruleset, stores it as a new version and makes that the current one. There is no other way to publish: what
 * fails `check` is never stored.
 */
export async function publishRuleset(
  table: Table,
  source: RulesetFile,
  order: MoveOrder,
  noteDeploy?: NoteDeploy,
): Promise<PublishResult> {
  const { text, readFile } = source;
  await loadLanguageFor(typeof text === 'string' ? text : new TextDecoder().decode(text));
  const { ruleset, diagnostics } = checkRuleset(source, readFile === undefined ? {} : { readFile });
  if (ruleset === undefined) return { outcome: 'bad', diagnostics };

  const was = await createRulesets(table).pointer();
  if (isMovedOn(was, order)) return conflict(table, order.over ?? 0);
  const { json, digest } = storedForm(ruleset);
  if (was?.digest === digest) return { outcome: 'unchanged', pointer: was };
  const version = await writeVersion(table, (was?.latest ?? 0) + 1, json, digest);
  return moveTo(table, was, order, {
    how: noteDeploy === undefined ? 'publish' : 'deploy',
    version,
    language: ruleLanguage,
    digest,
    rules: ruleset.rules.length,
    latest: version,
    deployed: (noteDeploy ?? keepNote)(was, digest),
  });
}

/** Makes a version current again that was current before. Null: there is no such version. */
export async function rollBackRuleset(
  table: Table,
  version: number,
  order: MoveOrder,
  noteDeploy: NoteDeploy = keepNote,
): Promise<MoveResult | null> {
  const rulesets = createRulesets(table);
  const was = await rulesets.pointer();
  const published = (await rulesets.moves()).findLast((move) => move.version === version);
  if (was === null || published === undefined) return null;
  if (isMovedOn(was, order)) return conflict(table, order.over ?? 0);
  if (was.version === version) return { outcome: 'unchanged', pointer: was };
  const { language, digest, rules } = published;
  return moveTo(table, was, order, {
    how: 'rollback',
    version,
    language,
    digest,
    rules,
    latest: was.latest,
    deployed: noteDeploy(was, digest),
  });
}

/** DynamoDB takes 400 KB an item. */
const partBytes = 300 * 1024;

/** Writes a version under the first free number from `from` on. Nobody reads it before the pointer names it. */
async function writeVersion(table: Table, from: number, json: string, digest: string): Promise<number> {
  const packed = gzipSync(json);
  const bodies = Array.from({ length: Math.ceil(packed.length / partBytes) }, (_, part) =>
    packed.subarray(part * partBytes, (part + 1) * partBytes),
  );
  for (let version = from; ; version += 1) {
    const head = { version, language: ruleLanguage, digest, parts: bodies.length, body: bodies[0] };
    const isFree = { text: 'attribute_not_exists(pk)' };
    if (!(await table.put({ pk: rulesetPk, sk: versionSk(version), ...head }, isFree))) continue;
    await Promise.all(
      bodies.slice(1).map((body, i) => table.put({ pk: rulesetPk, sk: versionSk(version, i + 1), body })),
    );
    return version;
  }
}

async function moveTo(
  table: Table,
  was: Pointer | null,
  { by, message, now }: MoveOrder,
  to: Omit<Pointer, 'move' | 'by' | 'at' | 'message'>,
): Promise<MoveResult> {
  const pointer = { ...to, move: (was?.move ?? 0) + 1, by, at: new Date(now).toISOString(), message };
  return (await movePointer(table, was, pointer))
    ? { outcome: 'moved', pointer }
    : conflict(table, was?.move ?? 0);
}

function isMovedOn(pointer: Pointer | null, { over }: MoveOrder): boolean {
  return over !== undefined && over !== (pointer?.move ?? 0);
}

async function conflict(table: Table, over: number): Promise<MoveResult> {
  const rulesets = createRulesets(table);
  const moves = await rulesets.moves();
  return {
    outcome: 'conflict',
    pointer: await rulesets.pointer(),
    since: moves.filter(({ move }) => move > over),
  };
}
