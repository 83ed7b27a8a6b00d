import type { LoggedDecision } from '../rules/decide.ts';
import { type Holding, idOf } from '../rules/facts/holding.ts';
import { holdObjects, type Objects } from '../rules/facts/objects.ts';
import { tagNames, tagsOf } from '../rules/facts/tags.ts';
import type { Decision, GivenFacts, Notification, Target, TargetType } from '../rules/model.ts';
import type { ActiveRuleset } from './ruleset-source.ts';

export interface FactualDecision extends LoggedDecision {
  facts: GivenFacts;
  /** Objects fetched for it, as `contact:<id>`; each at most once. */
  fetched: string[];
  /** Targets of its changes, as `contact:<id>`, of which the facts name every tag. */
  tagsKnown: string[];
}

export type FetchObject = (type: TargetType, id: string) => Promise<Record<string, unknown>>;

/** Decides, fetching an object only while the decision says that it depends on one (`needs`). */
export async function decideWithFacts(
  ruleset: ActiveRuleset,
  notification: Notification,
  given: GivenFacts,
  subject: Target | null,
  fetch: FetchObject,
): Promise<FactualDecision> {
  let facts = given;
  const fetched: string[] = [];
  for (;;) {
    const logged = ruleset.decide({ notification, facts });
    const { decision } = logged;
    const objects = holdObjects(
      { notification, facts },
      subject?.type ?? null,
      subject === null ? undefined : { ...subject },
    );
    const missing = nextObjects(decision.needs, objects).filter((each) => !fetched.includes(keyOf(each)));
    if (missing.length === 0) {
      return { ...logged, facts, fetched, tagsKnown: tagsKnownOf(decision, objects) };
    }

    const found = await Promise.all(
      missing.map(async (each) => [each.type, await fetch(each.type, each.id)] as const),
    );
    facts = { ...facts, ...Object.fromEntries(found) };
    fetched.push(...missing.map(keyOf));
  }
}

export function keyOf({ type, id }: Target): string {
  return `${type}:${id}`;
}

/** The objects that hold the needed fields, or that name the objects that do. */
function nextObjects(needs: readonly string[], objects: Objects): Target[] {
  const wanted = new Map<TargetType, Target>();
  for (const field of needs) {
    for (const type of holdersOf(field)) {
      const target = toFetch(type, objects);
      if (target !== null) {
        wanted.set(target.type, target);
        break;
      }
    }
  }
  return [...wanted.values()];
}

/** Which object a field stands in and, after it, those that lead to it. */
function holdersOf(field: string): TargetType[] {
  switch (field.split('.')[0]) {
    case 'contact':
    case 'contacts':
      return ['contact', 'conversation', 'ticket'];
    case 'company':
    case 'companies':
      return ['company', 'contact', 'conversation', 'ticket'];
    case 'ticket':
      return ['ticket', 'conversation'];
    default:
      return ['conversation', 'ticket'];
  }
}

/** An object that is known by its id and not fetched yet. What a notification carries in full may lack fields too. */
function toFetch(type: TargetType, objects: Objects): Target | null {
  const holding: Holding = objects[type];
  const id = idOf(holding);
  return id === undefined || (holding.state === 'full' && holding.fetched) ? null : { type, id };
}

function tagsKnownOf(decision: Decision, objects: Objects): string[] {
  return decision.changes.flatMap(({ target }) => {
    const holding = objects[target.type];
    if (idOf(holding) !== target.id) return [];
    return Array.isArray(tagNames(tagsOf(target.type, holding))) ? [keyOf(target)] : [];
  });
}
