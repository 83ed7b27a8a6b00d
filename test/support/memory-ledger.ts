import type { Intent, Ledger, LedgerEntry, LedgerTarget } from '../../functions/store/ledger.ts';

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
  const stands = (target: LedgerTarget, tagId: string, { order }: Intent) =>
    at(target).entries.get(tagId)?.intent.order === order;
  const view = (target: LedgerTarget) => structuredClone(at(target).entries);
  const change = (target: LedgerTarget, tagId: string, fields: Partial<LedgerEntry>) => {
    const entry = at(target).entries.get(tagId);
    if (entry !== undefined) at(target).entries.set(tagId, { ...entry, ...fields });
  };

  return {
    read: async (target) => view(target),
    async write(target, intents) {
      const { entries } = at(target);
      const newer = intents.some(({ tagId, unnamedId = tagId, intent }) =>
        [tagId, unnamedId].some((id) => (entries.get(id)?.intent.order ?? '') >= intent.order),
      );
      if (newer) return null;
      for (const { tagId, intent, flip, ours } of intents) {
        const before = entries.get(tagId);
        entries.set(tagId, {
          intent,
          ours: intent.op === 'add' && (ours || before?.ours === true),
          flips: [...(before?.flips ?? []), flip].slice(-32),
        });
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
      const consumed = at(target).entries.get(tagId)?.intent.echo;
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
