import type { OutcomePart, OutcomeTarget, TagSpec } from './model.ts';
import { nameKey } from './outcome/tag-identity.ts';

export interface Contradiction {
  tag: string;
  part: OutcomePart;
}

/** Where one tag is both added and removed on what may be one object: by exclusive groups too. */
export function contradictions(
  parts: readonly OutcomePart[],
  subject: string | null,
  exclusive: ReadonlyMap<string, readonly number[]>,
): Contradiction[] {
  const nameOf = (tag: TagSpec) => ('name' in tag ? nameKey(tag.name) : JSON.stringify(tag));
  const added = new Set<string>();
  const groups = new Map<string, string>();
  const found: Contradiction[] = [];
  for (const part of parts) {
    for (const tag of part.add) {
      const object = objectOf(part.target, subject);
      added.add(`${object} ${nameOf(tag)}`);
      for (const group of exclusive.get(nameOf(tag)) ?? []) {
        const rival = groups.get(`${object} ${group}`) ?? nameOf(tag);
        groups.set(`${object} ${group}`, rival);
        if (rival !== nameOf(tag)) {
          found.push({ tag: written(tag), part });
        }
      }
    }
  }
  for (const part of parts) {
    const object = objectOf(part.target, subject);
    for (const tag of part.remove.filter((each) => added.has(`${object} ${nameOf(each)}`))) {
      found.push({ tag: written(tag), part });
    }
  }
  return found;
}

/** All contacts are among them the first: what is said of both may meet. */
function objectOf(target: OutcomeTarget, subject: string | null): string {
  return (
    { subject: subject ?? 'subject', contacts: 'contact', companies: 'company' }[target as string] ?? target
  );
}

function written(tag: TagSpec): string {
  return 'name' in tag ? tag.name : 'id' in tag ? tag.id : tag.template;
}
