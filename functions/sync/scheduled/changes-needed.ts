import { foldTagName } from '../../fold-tag-name.ts';
import type { Rule, Ruleset, TagSpec } from '../../rules/model.ts';
import { nameKey } from '../../rules/outcome/tag-identity.ts';
import { ALWAYS, type Clauses, type Filter, NEVER } from './clauses.ts';
import type { KnownTag } from './push-test.ts';
import { tagsCalled } from './tags-called.ts';

interface Needed {
  over: 'conversations' | 'contacts';
  tags: readonly KnownTag[];
  /** Folded names of tags that were deleted. */
  goneTags: ReadonlySet<string>;
}

/**
 * What an object must lack or carry for the rule to change anything: a rule that has long done its work then finds
 * nobody. ALWAYS where tags alone cannot tell: of templates, of other targets, and of `once`, which counts matches.
 */
export function changesNeeded(
  rule: Rule,
  { settings: { exclusive, create_missing_tags: mayMake } }: Ruleset,
  { over, tags, goneTags }: Needed,
): Clauses {
  const subject = over === 'contacts' ? 'contact' : 'conversation';
  const [added, removed] = [staticTags(rule, subject, 'add'), staticTags(rule, subject, 'remove')];
  if (rule.once || added === null || removed === null) return ALWAYS;

  const idsOf = (spec: StaticTag) => ('id' in spec ? [spec.id] : tagsCalled(spec, tags).map(({ id }) => id));
  // Nobody carries a tag that the workspace does not have yet; one that was deleted is not made again.
  const isMade = (spec: StaticTag) => mayMake && 'name' in spec && !goneTags.has(foldTagName(spec.name));
  if (added.some((spec) => idsOf(spec).length === 0 && isMade(spec))) return ALWAYS;
  const excluded = added.flatMap((spec) => excludedBy(spec, exclusive, tags));
  const field = over === 'contacts' ? 'tag_id' : 'tag_ids';
  const filters = [
    ...added.flatMap(idsOf).map((value): Filter => ({ field, operator: '!=', value })),
    ...[...removed, ...excluded].flatMap(idsOf).map((value): Filter => ({ field, operator: '=', value })),
  ];
  return filters.length === 0 ? NEVER : [filters];
}

type StaticTag = Exclude<TagSpec, { template: string }>;

function isStatic(spec: TagSpec): spec is StaticTag {
  return !('template' in spec);
}

function staticTags(rule: Rule, subject: string, op: 'add' | 'remove'): StaticTag[] | null {
  const parts = rule.then.filter((part) => part[op].length > 0);
  const isOwn = parts.every(({ target }) => target === 'subject' || target === subject);
  const specs = parts.flatMap((part) => part[op]);
  return isOwn && specs.every(isStatic) ? specs : null;
}

/** Adding one of a group removes the others. */
function excludedBy(spec: StaticTag, exclusive: readonly string[][], tags: readonly KnownTag[]): StaticTag[] {
  const name = 'name' in spec ? spec.name : tags.find(({ id }) => 'id' in spec && id === spec.id)?.name;
  if (name === undefined) return [];
  return exclusive
    .filter((group) => group.some((each) => nameKey(each) === nameKey(name)))
    .flat()
    .filter((each) => nameKey(each) !== nameKey(name))
    .map((each) => ({ name: each }));
}
