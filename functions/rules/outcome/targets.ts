/** The Intercom objects for which a rule's changes are. */

import type { Facts } from '../facts/extract-facts.ts';
import { type Holding, idOf, referenceTo, type UNKNOWN } from '../facts/holding.ts';
import { type HeldTags, tagsOf } from '../facts/tags.ts';
import { idText } from '../json.ts';
import type { OutcomeTarget, Target, TargetType } from '../model.ts';

/** The objects, none where there is none, or the field that must be known first. */
export function targetsOf(target: OutcomeTarget, facts: Facts): Target[] | { needs: string } {
  const { objects, type, subject } = facts;
  switch (target) {
    case 'subject':
      return subject === null ? { needs: `${type}.id` } : [subject];
    case 'contacts':
      return listed(
        'contact',
        objects.contacts,
        type === 'conversation' ? 'conversation.contacts' : 'contact.id',
      );
    case 'companies':
      return listed('company', objects.companies, 'company.id');
    default:
      return single(target, objects[target]);
  }
}

/** The keys of all objects, the subject first, then conversation, contacts, companies and tickets as the facts list them. */
export function targetOrder(facts: Facts): string[] {
  const { objects, subject } = facts;
  const inOrder: Target[] = [
    ...[subject].filter((target) => target !== null),
    ...known('conversation', objects.conversation),
    ...references('contact', objects.contacts),
    ...known('contact', objects.contact),
    ...references('company', objects.companies),
    ...known('company', objects.company),
    ...known('ticket', objects.ticket),
  ];
  return [...new Set(inOrder.map(targetKey))];
}

export function targetKey({ type, id }: Target): string {
  return `${type} ${id}`;
}

/** What the facts show of the tags on a target. */
export function tagsOn(target: Target, facts: Facts): HeldTags | undefined | typeof UNKNOWN {
  const holding = facts.objects[target.type];
  return tagsOf(target.type, idOf(holding) === target.id ? holding : referenceTo({ ...target }));
}

function single(type: TargetType, holding: Holding): Target[] | { needs: string } {
  if (holding.state === 'absent') {
    return [];
  }
  const id = idOf(holding);
  return id === undefined ? { needs: `${type}.id` } : [{ type, id }];
}

function known(type: TargetType, holding: Holding): Target[] {
  const targets = single(type, holding);
  return Array.isArray(targets) ? targets : [];
}

function listed(
  type: TargetType,
  objects: Facts['objects']['contacts'],
  needs: string,
): Target[] | { needs: string } {
  return objects === undefined ? { needs } : references(type, objects);
}

function references(type: TargetType, objects: Facts['objects']['contacts'] = []): Target[] {
  return objects.flatMap((object) => {
    const id = idText(object['id']);
    return id === null ? [] : [{ type, id }];
  });
}
