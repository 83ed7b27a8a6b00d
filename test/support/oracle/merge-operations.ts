import type {
  Change,
  Conflict,
  DecisionInput,
  Ruleset,
  TagRef,
  Target,
  TargetType,
} from '../../../functions/rules/model.ts';
import { heldObjects, subjectType } from './held-objects.ts';
import { heldTags } from './look-up.ts';
import { type Operation, sameName } from './operations-of.ts';

/** Conflicts first, then no-ops, then one change for each object. */
export function mergeOperations(
  ruleset: Ruleset,
  operations: Operation[],
  input: DecisionInput,
): { conflicts: Conflict[]; changes: Change[] } {
  const conflicts: Conflict[] = [];
  const kept: Operation[] = [];
  for (const group of byTagAndTarget(operations)) {
    const winner = strongest(ruleset, group);
    kept.push(...group.filter((one) => one.op === winner.op).map((one) => ({ ...one, tag: winner.tag })));
    for (const loser of group.filter((one) => one.op !== winner.op)) {
      if (conflicts.some((one) => isOf(one, loser))) continue;
      conflicts.push({
        tag: tagRef(winner.tag),
        target: winner.target,
        kept: { rule: winner.rule.id, op: winner.op },
        dropped: { rule: loser.rule.id, op: loser.op },
      });
    }
  }
  const inOrder = operations.flatMap((one) =>
    kept.filter((other) => isSame(one, other) && one.op === other.op),
  );
  return { conflicts, changes: changesOf(inOrder, input) };
}

const isOf = (conflict: Conflict, { rule, target, tag }: Operation): boolean =>
  conflict.dropped.rule === rule.id &&
  conflict.target.id === target.id &&
  conflict.target.type === target.type &&
  JSON.stringify(conflict.tag).toLowerCase() === JSON.stringify(tagRef(tag)).toLowerCase();

const tagRef = (tag: Operation['tag']): TagRef => ('name' in tag ? tag.name : tag);

const tagText = (tag: Operation['tag']): string => ('name' in tag ? tag.name : tag.id);

const isSame = (one: Operation, other: Operation): boolean =>
  one.target.type === other.target.type &&
  one.target.id === other.target.id &&
  'name' in one.tag === 'name' in other.tag &&
  sameName(tagText(one.tag), tagText(other.tag));

function byTagAndTarget(operations: Operation[]): Operation[][] {
  const groups: Operation[][] = [];
  for (const operation of operations) {
    const group = groups.find((members) => members.some((member) => isSame(member, operation)));
    if (group === undefined) groups.push([operation]);
    else group.push(operation);
  }
  return groups;
}

/** The higher priority wins, then the later in the file. */
function strongest(ruleset: Ruleset, group: Operation[]): Operation {
  const place = (operation: Operation) => ruleset.rules.findIndex((rule) => rule.id === operation.rule.id);
  const sorted = group.toSorted((a, b) => b.rule.priority - a.rule.priority || place(b) - place(a));
  const [first] = sorted;
  if (first === undefined) throw new Error('an empty group');
  return first;
}

const ORDER: TargetType[] = ['conversation', 'contact', 'company', 'ticket'];

function changesOf(operations: Operation[], input: DecisionInput): Change[] {
  const changes: Change[] = [];
  for (const { target, op, tag } of operations) {
    const there = tagsOn(target, input)?.find((one) =>
      'name' in tag ? sameName(one.name, tag.name) : one.id === tag.id,
    );
    const isKnown = tagsOn(target, input) !== null;
    if (isKnown && (op === 'add') === (there !== undefined)) continue;
    const ref = op === 'remove' && there !== undefined ? there.name : tagRef(tag);
    let change = changes.find((one) => one.target.type === target.type && one.target.id === target.id);
    if (change === undefined) {
      change = { target, add: [], remove: [] };
      changes.push(change);
    }
    if (!change[op].some((one) => JSON.stringify(one) === JSON.stringify(ref))) change[op].push(ref);
  }
  const subject = subjectType(input.notification.topic);
  const { contacts, companies } = heldObjects(input);
  const rank = ({ type, id }: Target): number => {
    const listed = type === 'contact' ? contacts : type === 'company' ? (companies ?? []) : [];
    return (type === subject ? 0 : ORDER.indexOf(type) + 1) * 1000 + Math.max(0, listed.indexOf(id));
  };
  return changes.toSorted((a, b) => rank(a.target) - rank(b.target));
}

function tagsOn(target: Target, input: DecisionInput): { id: string; name: string }[] | null {
  const held = heldObjects(input)[target.type];
  const isThis =
    held !== 'none' && held !== 'unheld' && 'full' in held && String(held.full['id']) === target.id;
  return isThis ? heldTags(held, target.type) : null;
}
