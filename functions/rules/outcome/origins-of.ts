import type { Origin, Satisfied } from '../model.ts';
import { type Entry, type Idle, type Standing, strongestFirst } from './entry.ts';
import { targetKey } from './targets.ts';

/** Of each tag of the changes, the rules that ask for it. */
export function originsOf(standing: readonly Standing[], entries: readonly Entry[]): Origin[] {
  const asked = new Map<string, Entry[]>(standing.map(({ verdict }) => [slotOf(verdict), []]));
  for (const entry of entries) {
    asked.get(slotOf(entry))?.push(entry);
  }
  return standing.map(({ target, tag, verdict }) => {
    const { op, template } = verdict;
    return { target, op, tag, rules: rulesBehind(op, asked.get(slotOf(verdict))), template };
  });
}

export function satisfiedOf(idle: readonly Idle[], entries: readonly Entry[]): Satisfied[] {
  return originsOf(idle, entries).map(({ template: _, ...origin }, i) => {
    const tagId = idle[i]?.carried?.id;
    return { ...origin, ...(tagId === undefined ? {} : { tagId }) };
  });
}

/** The same for all that is asked for one tag on one object. */
function slotOf({ object, key }: Entry): string {
  return `${targetKey(object.target)} ${key}`;
}

/** Of what is asked for one tag all that want the same, the strongest first. */
function rulesBehind(op: Entry['op'], asked: readonly Entry[] = []): string[] {
  const same = asked.filter((each) => each.op === op && each.lostTo === undefined);
  return [...new Set(strongestFirst(same).map(({ rule }) => rule.id))];
}
