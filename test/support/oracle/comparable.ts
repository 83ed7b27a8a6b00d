import type { Because, Decision } from '../../../functions/rules/model.ts';

/**
 * A decision without what the page leaves open: the order of conflicts and of removals, and whether invisible characters and
 * further marks behind a match belong to it.
 */
export const comparable = (decision: Decision) => ({
  ...decision,
  matched: decision.matched.map((rule) => ({ ...rule, because: rule.because.map(withoutTail) })),
  changes: decision.changes.map((change) => ({
    ...change,
    remove: change.remove.map((tag) => JSON.stringify(tag)).sort(),
  })),
  conflicts: decision.conflicts.map((conflict) => JSON.stringify(conflict)).sort(),
});

export function withoutTail(reason: Because): Because {
  const { found, end } = reason;
  if (typeof found !== 'string' || end === undefined) return reason;
  const visible = found.replace(/[\p{Default_Ignorable_Code_Point}\p{M}]+$/u, '');
  return { ...reason, found: visible, end: end - (found.length - visible.length) };
}
