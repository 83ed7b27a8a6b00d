import type { TagSpec, TargetType } from '../model.ts';
import { nameKey } from '../outcome/tag-identity.ts';
import type { LintedRule } from './linted-rule.ts';

/** One tag that a rule adds to or removes from a kind of object. Templates are left out: their tags are not known. */
export interface TagChange {
  rule: LintedRule;
  op: 'add' | 'remove';
  type: TargetType;
  /** Same for the same tag. */
  key: string;
  /** For people. */
  tag: string;
  steps: (string | number)[];
}

export function tagChanges(rule: LintedRule): TagChange[] {
  return rule.rule.then.flatMap((part) => {
    const way = part.target === 'subject' ? ['then'] : ['then', part.target];
    const types = part.target === 'subject' ? [...rule.subjects] : [typeNamed(part.target)];
    return (['add', 'remove'] as const).flatMap((op) =>
      part[op].flatMap((tag, at) => {
        const identity = identityOf(tag);
        if (identity === undefined) return [];
        const steps = ['rules', rule.index, ...way, op, at];
        return types.map((type): TagChange => ({ rule, op, type, ...identity, steps }));
      }),
    );
  });
}

function typeNamed(
  target: 'conversation' | 'contact' | 'contacts' | 'company' | 'companies' | 'ticket',
): TargetType {
  if (target === 'contacts') return 'contact';
  return target === 'companies' ? 'company' : target;
}

function identityOf(tag: TagSpec): { key: string; tag: string } | undefined {
  if ('name' in tag) return { key: nameKey(tag.name), tag: tag.name };
  return 'id' in tag ? { key: `#${tag.id}`, tag: `with the id ${tag.id}` } : undefined;
}
