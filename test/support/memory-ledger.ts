import type { Intent, Ledger, LedgerEntry, LedgerTarget, NewIntent } from '../../functions/store/ledger.ts';

/**
 * The ledger in memory, each operation atomic: for tests that explore interleavings, which a real engine's
 * timing would make unrepeatable. The ledger's own suite runs on it, too.
 */
export function createMemoryLedger(): Ledger {
  const targets = new Map<string, { entries: Map<string, LedgerEntry>; once: Map<string, string> }>();
  const at = ({ type, id }: LedgerTarget) => {
    const key = `${type}:${id}`;
    const held = targets.get(key) ?? { entries: new Map(), once: new Map() };
    targets.set(key, held);
    return held;
  };
  const intentOf = (target: LedgerTarget, tagId: string) => at(target).entries.get(tagId)?.intent ?? null;
  const stands = (target: LedgerTarget, tagId: string, { order }: Intent) =>
    intentOf(target, tagId)?.order === order;
  const view = (target: LedgerTarget) => structuredClone(at(target).entries);
  const change = (target: LedgerTarget, tagId: string, fields: Partial<LedgerEntry>) => {
    const entry = at(target).entries.get(tagId);
    if (entry !== undefined) at(target).entries.set(tagId, { ...entry, ...fields });
  };

  return {
    read: async (target) => view(target),
    async write(target, intents) {
      const { entries } = at(target);
      if (intents.some((intent) => isSuperseded(entries, intent))) return null;
      for (const intent of intents) {
        entries.set(intent.tagId, written(entries.get(intent.tagId) ?? unknown, intent));
      }
      return view(target);
    },
    async own(target, intents) {
      if (![...intents].every(([tagId, intent]) => stands(target, tagId, intent))) return null;
      for (const tagId of intents.keys()) change(target, tagId, { ours: true });
      return view(target);
    },
    async hold(target, tagId, intent) {
      if (stands(target, tagId, intent)) change(target, tagId, { intent: { ...intent, op: 'hold' } });
    },
    async echo(target, tagId, intent, record) {
      const consumed = intentOf(target, tagId)?.echo;
      if (!stands(target, tagId, intent) || (consumed !== undefined && consumed !== record)) return false;
      change(target, tagId, { intent: { ...intent, echo: record } });
      return true;
    },
    async once(target, rule, record) {
      const { once } = at(target);
      if (!once.has(rule)) once.set(rule, record);
      return once.get(rule) ?? record;
    },
    matchedOnce: async (target) => [...at(target).once.keys()],
  };
}

const unknown: LedgerEntry = { intent: null, satisfied: null, ours: false, flips: [] };

function isSuperseded(
  entries: ReadonlyMap<string, LedgerEntry>,
  { tagId, unnamedId = tagId, intent: { order }, satisfied = false }: NewIntent,
): boolean {
  const called = [tagId, unnamedId].map((id) => entries.get(id)?.intent?.order ?? '');
  const found = entries.get(tagId)?.satisfied?.order ?? '';
  return called.some((each) => each >= order) || (satisfied ? found >= order : found > order);
}

function written(before: LedgerEntry, { intent, flip, ours, satisfied = false }: NewIntent): LedgerEntry {
  if (satisfied) return { ...before, satisfied: intent };
  return {
    ...before,
    intent,
    ours: intent.op === 'add' && (ours || before.ours),
    flips: [...before.flips, flip].slice(-32),
  };
}
