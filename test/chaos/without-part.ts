import type { ApplyDeps } from '../../functions/apply/apply-deps.ts';
import type { Part } from './messages.ts';

/** Apply without one of the parts that keep its promises: a harness that does not fail then proves nothing. */
export function withoutPart(deps: ApplyDeps, part: Part): ApplyDeps {
  const { records, ledger } = deps;
  switch (part) {
    case 'claim':
      // Nobody's record keeps anybody from anything.
      return {
        ...deps,
        records: {
          ...records,
          read: async () => null,
          async create(record) {
            const was = await records.read(record.app_id, record.identity);
            return was === null ? records.create(record) : records.replace(record, was);
          },
        },
      };
    case 'ledger':
      return {
        ...deps,
        ledger: {
          ...ledger,
          read: async () => new Map(),
          write: async () => new Map(),
          own: async () => new Map(),
        },
      };
    case 'lease':
      // A claim that never runs out: whoever died with one keeps it.
      return {
        ...deps,
        records: {
          ...records,
          async read(appId, identity) {
            const record = await records.read(appId, identity);
            const held = record?.status === 'claimed' && (record.lease_until ?? 0) > 0;
            return held ? { ...record, lease_until: Number.MAX_SAFE_INTEGER } : record;
          },
        },
      };
  }
}
