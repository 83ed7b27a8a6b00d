import type { ApplyDeps } from '../../functions/apply/apply-deps.ts';
import type { Part } from './messages.ts';

/** Apply without one of the parts that keep its promises: a harness that does not fail then proves nothing. */
export function withoutPart(deps: ApplyDeps, part: Part): ApplyDeps {
  const { records, ledger } = deps;
  switch (part) {
    case 'claim':
      // A finished record keeps nobody from executing it again.
      return {
        ...deps,
        records: {
          ...records,
          async read(appId, identity) {
            const record = await records.read(appId, identity);
            return record?.status === 'finished'
              ? { ...record, status: 'claimed', lease_until: 0, operations: [] }
              : record;
          },
          // Whatever state it was seen in.
          async replace(record) {
            const was = await records.read(record.app_id, record.identity);
            return was !== null && records.replace(record, was);
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
            return held ? { ...record, lease_until: deps.now() + 40_000 } : record;
          },
        },
      };
  }
}
