import { isDeepStrictEqual } from 'node:util';
import type { Origin, TagRef, Target } from '../rules/model.ts';
import type { NotificationRecord } from '../store/record.ts';

/** Where a change of a record's decision comes from; undefined where that goes without saying: from its one live rule. */
export function originIn(
  { origins = [] }: NotificationRecord,
  target: Target,
  op: 'add' | 'remove',
  tag: TagRef,
): Origin | undefined {
  return origins.find(isOf(target, op, tag));
}

/** The rules that ask for a change, or for what was no change, the strongest first. */
export function rulesBehind(
  record: NotificationRecord,
  target: Target,
  op: 'add' | 'remove',
  tag: TagRef,
): string[] {
  const told = originIn(record, target, op, tag) ?? record.satisfied?.find(isOf(target, op, tag));
  return told?.rules ?? liveRulesOf(record);
}

/** What a record keeps of a decision's origins: only what `rulesBehind` could not tell without. */
export function keptOrigins(
  origins: readonly Origin[],
  record: Pick<NotificationRecord, 'matched'>,
): Origin[] {
  const live = liveRulesOf(record);
  return origins.filter(({ rules, template }) => template || live.length > 1 || rules.length !== 1);
}

function isOf(target: Target, op: 'add' | 'remove', tag: TagRef) {
  return (each: Pick<Origin, 'target' | 'op' | 'tag'>): boolean =>
    each.op === op &&
    each.target.type === target.type &&
    each.target.id === target.id &&
    isDeepStrictEqual(each.tag, tag);
}

function liveRulesOf({ matched }: Pick<NotificationRecord, 'matched'>): string[] {
  return matched.filter(({ mode }) => mode === 'live').map(({ rule }) => rule);
}
