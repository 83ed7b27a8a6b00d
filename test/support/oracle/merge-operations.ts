import type {
  Change,
  Conflict,
  DecisionInput,
  Ruleset,
  TagRef,
  Target,
  TargetType,
} from '../../../functions/rules/model.ts';
import { type Held, heldObjects, subjectType } from './held-objects.ts';
import { heldTags, namedTags } from './look-up.ts';
import { type Operation, sameName } from './operations-of.ts';

/** Conflicts first, then no-ops, then one change for each object. */
export function mergeOperations(
  ruleset: Ruleset,
  operations: Operation[],
  input: DecisionInput,
): { conflicts: Conflict[]; changes: Change[] } {
  const conflicts: Conflict[] = [];
  const won: Operation[] = [];
  const lost: Operation[] = [];
  for (const operation of byStrength(ruleset, operations)) {
    const rival = won.find((one) => isSame(one, operation) && one.op !== operation.op);
    if (rival === undefined) {
      const fallsWithItsAddition = operation.impliedBy !== null && lost.includes(operation.impliedBy);
      if (!fallsWithItsAddition) won.push(operation);
      continue;
    }
    lost.push(operation);
    if (conflicts.some((one) => isOf(one, operation))) continue;
    conflicts.push({
      tag: tagRef(rival.tag),
      target: rival.target,
      kept: { rule: rival.rule.id, op: rival.op },
      dropped: { rule: operation.rule.id, op: operation.op },
    });
  }
  const inOrder = operations.flatMap((one) =>
    won.includes(one) ? won.filter((other) => isSame(one, other)).slice(0, 1) : [],
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

/** The higher priority wins, then the later in the file. */
function byStrength(ruleset: Ruleset, operations: Operation[]): Operation[] {
  const place = (operation: Operation) => ruleset.rules.findIndex((rule) => rule.id === operation.rule.id);
  return operations.toSorted((a, b) => b.rule.priority - a.rule.priority || place(b) - place(a));
}

const ORDER: TargetType[] = ['conversation', 'contact', 'company', 'ticket'];

function changesOf(operations: Operation[], input: DecisionInput): Change[] {
  const changes: Change[] = [];
  for (const { target, op, tag } of operations) {
    const held = heldAs(target, input);
    const there = namedTags(held).find((one) =>
      'name' in tag ? sameName(one.name, tag.name) : one.id === tag.id,
    );
    const isDone =
      op === 'add' ? there !== undefined : there === undefined && heldTags(held, target.type) !== null;
    if (isDone) continue;
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

function heldAs(target: Target, input: DecisionInput): Held {
  const held = heldObjects(input)[target.type];
  const isThis = typeof held === 'object' && 'full' in held && String(held.full['id']) === target.id;
  return isThis ? held : 'unheld';
}
