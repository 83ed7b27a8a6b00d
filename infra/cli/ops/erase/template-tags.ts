import { foldTagName } from '../../../../functions/fold-tag-name.ts';
import type { NotificationRecord } from '../../../../functions/store/record.ts';

/** A tag whose name was made from what is erased. */
export interface TemplateTag {
  name: string;
  /** Null where no call was made for it. */
  id: string | null;
}

/**
 * Gathers, from records that are about to be erased, the tags that templates made of their texts: the names stand in
 * Intercom, whose they are. Removals make no tag, nor does what was held back.
 */
export function createTemplateTags(): {
  add: (record: NotificationRecord) => void;
  all: () => TemplateTag[];
} {
  const found = new Map<string, TemplateTag>();
  return {
    add({ origins = [], operations }) {
      for (const { template, op, tag, target } of origins) {
        if (!template || op !== 'add' || typeof tag !== 'string') continue;
        const done = operations.find(
          (each) =>
            each.op === op && each.tag === tag && each.target.id === target.id && each.tag_id !== undefined,
        );
        if (done !== undefined) found.set(foldTagName(tag), { name: tag, id: done.tag_id ?? null });
      }
    },
    all: () => [...found.values()],
  };
}
