import type { ApplyDeps } from '../../functions/apply/apply-deps.ts';

/** The moments at which dying hurts most. */
export type KillPoint =
  | 'before the claim'
  | 'after the claim'
  | 'after the intents'
  | 'before a call'
  | 'after a call'
  | 'before the finish'
  | 'after the finish'
  | 'before it is sent on'
  | 'after it is sent on'
  | 'poison';

/** Apply's parts, with a chance to die at each named point. A message of poison is certain to, or to throw. */
export function withKillPoints(deps: ApplyDeps, reach: (point: KillPoint) => void): ApplyDeps {
  const { records, ledger, intercom, queue } = deps;
  const called = async <T>(act: () => Promise<T>): Promise<T> => {
    reach('before a call');
    const answer = await act();
    reach('after a call');
    return answer;
  };
  return {
    ...deps,
    records: {
      ...records,
      async create(record) {
        if (record.matched.some(({ because }) => because.some(({ value }) => value === 'poison'))) {
          if (record.identity.endsWith(killingPart)) reach('poison');
        }
        reach('before the claim');
        const created = await records.create(record);
        reach('after the claim');
        return created;
      },
      async update(record, fields, holder) {
        reach('before the finish');
        const updated = await records.update(record, fields, holder);
        reach('after the finish');
        return updated;
      },
    },
    ledger: {
      ...ledger,
      async write(target, intents) {
        const view = await ledger.write(target, intents);
        reach('after the intents');
        return view;
      },
    },
    intercom: {
      ...intercom,
      addTag: (target, tag) => {
        if (tag.name === 'Poison') throw new TypeError('a bug that this message meets');
        return called(() => intercom.addTag(target, tag));
      },
      removeTag: (target, tag) => called(() => intercom.removeTag(target, tag)),
    },
    queue: {
      ...queue,
      async send(message) {
        reach('before it is sent on');
        await queue.send(message);
        reach('after it is sent on');
      },
    },
  };
}

/** Part ids of messages that kill end so; no other's does. */
export const killingPart = '999999';
