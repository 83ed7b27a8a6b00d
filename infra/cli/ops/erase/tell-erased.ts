import type { Key } from '../../../../functions/store/table.ts';
import { counted } from '../../counted.ts';
import { wrap } from '../../terminal.ts';
import type { Session } from '../session.ts';
import type { SweptDeadLetters } from './sweep-dead-letters.ts';
import type { TemplateTag } from './template-tags.ts';

interface Erased {
  /** As `contact:<id>`. */
  object: string;
  records: number;
  /** Items of the table that were searched, and removed beside the records. */
  read: number;
  removed: number;
  left: readonly Key[];
  deadLetters: SweptDeadLetters;
  templateTags: readonly TemplateTag[];
}

/** Says what was erased, and what is not this command's to change. 1 where there may be something left. */
export function tellErased(session: Session, erased: Erased): 0 | 1 {
  const { json, out } = session;
  if (json) session.printJson(erasedJson(erased));
  else out.write(`${erasedLines(erased, out.width).join('\n')}\n`);
  return erased.left.length + erased.deadLetters.unseen === 0 ? 0 : 1;
}

function erasedJson({ object, records, read, removed, left, deadLetters, templateTags }: Erased) {
  return {
    object,
    records,
    items_searched: read,
    items_removed: removed,
    dead_letters: deadLetters.deleted,
    dead_letters_unseen: deadLetters.unseen,
    left: left.map(({ pk, sk }) => ({ pk, sk, why: whyLeft(pk) })),
    template_tags: templateTags,
  };
}

function erasedLines(erased: Erased, width: number): string[] {
  const { object, records, read, removed, left, deadLetters, templateTags } = erased;
  const isNothing = records + removed + deadLetters.deleted === 0;
  const more = `${counted(removed, 'more item')} of the ${read} searched, ${counted(deadLetters.deleted, 'dead letter')}`;
  const lines = wrap(
    isNothing
      ? `Nothing of ${object} was kept here, in ${read} items. Notifications of the past that name it will not be taken in.`
      : `Erased ${object}: ${counted(records, 'record')}, ${more}.`,
    width,
  );
  if (templateTags.length > 0) {
    const still =
      'Tags that templates made of it are in Intercom still. Delete there what tells of a person:';
    lines.push('', ...wrap(still, width));
    lines.push(...templateTags.map(({ name, id }) => `  ${name}${id === null ? '' : ` (tag ${id})`}`));
  }
  if (deadLetters.unseen > 0) {
    const unseen = `About ${counted(deadLetters.unseen, 'dead letter')} could not be looked at, behind others of their subject: redrive or drop those (ops dlq), and give this command again.`;
    lines.push('', ...wrap(unseen, width));
  }
  if (left.length > 0) lines.push('', 'Left, for a person to look at:');
  for (const { pk, sk } of left) {
    lines.push(`  ${pk} ${sk}`, ...wrap(whyLeft(pk), width - 4).map((line) => `    ${line}`));
  }
  return lines;
}

/** What a person can do about it. */
function whyLeft(pk: string): string {
  switch (pk.split('#')[0]) {
    case 'TAG':
      return "a tag's name has it: delete the tag in Intercom, and the next sync forgets it";
    case 'TARGET':
      return 'a tag whose name has it was set there: delete the tag in Intercom; the ledger keeps its name';
    case 'RULESET':
      return 'a published version of the rules names it, or one that was; versions are kept';
    case 'SYNC':
      return 'the sync has it in hand: its next run writes over it, so give this command again in an hour';
    default:
      return 'no command changes this item: delete it by its key (aws dynamodb delete-item)';
  }
}
