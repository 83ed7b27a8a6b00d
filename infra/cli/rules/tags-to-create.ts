import { foldTagName } from '../../../functions/fold-tag-name.ts';
import type { Rule, Ruleset } from '../../../functions/rules/model.ts';

export interface MissingTags {
  /** Names that live rules add and the workspace has not: a first match creates them, where the settings allow it. */
  toCreate: { name: string; rules: string[] }[];
  /** Ids that live rules name and the workspace has not. */
  unknownIds: { id: string; rules: string[] }[];
  /** Rules whose tags are only known when they match. */
  templates: string[];
}

/** The tags that live rules add and the workspace lacks. */
export function tagsToCreate(
  { rules }: Ruleset,
  workspace: readonly { id: string; name: string }[],
): MissingTags {
  const names = new Set(workspace.map(({ name }) => foldTagName(name)));
  const ids = new Set(workspace.map(({ id }) => id));
  const toCreate = new Map<string, { name: string; rules: string[] }>();
  const unknownIds = new Map<string, { id: string; rules: string[] }>();
  const templates = new Set<string>();
  for (const rule of rules.filter(({ mode }) => mode === 'live')) {
    for (const tag of addedTags(rule)) {
      if ('template' in tag) templates.add(rule.id);
      else if ('id' in tag) {
        if (!ids.has(tag.id)) note(unknownIds, tag.id, { id: tag.id, rules: [] }, rule.id);
      } else if (!names.has(foldTagName(tag.name))) {
        note(toCreate, foldTagName(tag.name), { name: tag.name, rules: [] }, rule.id);
      }
    }
  }
  return {
    toCreate: [...toCreate.values()],
    unknownIds: [...unknownIds.values()],
    templates: [...templates],
  };
}

const addedTags = ({ then }: Rule) => then.flatMap(({ add }) => add);

function note<Tag extends { rules: string[] }>(
  tags: Map<string, Tag>,
  key: string,
  fresh: Tag,
  rule: string,
): void {
  const tag = tags.get(key) ?? fresh;
  tags.set(key, tag);
  if (!tag.rules.includes(rule)) tag.rules.push(rule);
}
