import type { TagSpec } from '../../rules/model.ts';
import { nameKey } from '../../rules/outcome/tag-identity.ts';
import type { KnownTag } from './push-test.ts';

/** The tags of the workspace that a rule means, by name or id: a renamed one is found by its former names, too. */
export function tagsCalled(
  spec: Exclude<TagSpec, { template: string }>,
  tags: readonly KnownTag[],
): KnownTag[] {
  if ('id' in spec) return tags.filter(({ id }) => id === spec.id);
  const key = nameKey(spec.name);
  const bearing = tags.filter(({ name }) => nameKey(name) === key);
  return bearing.length > 0
    ? bearing
    : tags.filter(({ former = [] }) => former.some((name) => nameKey(name) === key));
}
