import { createLedger, type Intent, type LedgerEntry } from '../../../functions/store/ledger.ts';
import type { Terminal } from '../terminal.ts';
import type { AddCommand } from './ops-program.ts';
import { parseObject } from './parse-object.ts';
import { shownMoment } from './shown-time.ts';

export const addTargetCommand: AddCommand = (ops) => {
  ops
    .command('target <object>')
    .description('the tags that rules want on an object, whose they are, and since which notification')
    .action(
      ops.run(async (session, object: string) => {
        const { environment, json, out, say, printJson } = session;
        const target = parseObject(object);
        const ledger = createLedger(environment.table);
        const [view, once] = await Promise.all([ledger.read(target), ledger.matchedOnce(target)]);
        const tags = [...view].map(([tagId, entry]) => ({ tagId, ...entry }));
        if (json) printJson({ target, tags: tags.map(tagJson), matched_once: once });
        else if (tags.length > 0 || once.length > 0) out.write(`${ledgerLines(object, tags, once, out)}\n`);
        if (tags.length > 0 || once.length > 0) return 0;
        say(
          [
            `No rule has ever wanted a tag on ${object}, or taken one away.`,
            `  What came about it: npm run --silent ops -- subject ${object} ${environment.flags}`,
          ].join('\n'),
        );
        return 1;
      }),
    );
};

type Tag = LedgerEntry & { tagId: string };

function tagJson({ tagId, intent, satisfied, ours, flips }: Tag) {
  return { tag_id: tagId, ours, intent, satisfied, flips };
}

function ledgerLines(
  object: string,
  tags: readonly Tag[],
  once: readonly string[],
  terminal: Terminal,
): string {
  const shown = tags.flatMap((tag) => {
    const intent = tag.intent ?? tag.satisfied;
    return intent === null ? [] : [{ ...tag, intent, isFound: tag.intent === null }];
  });
  const lines = [terminal.style('bold', object)];
  for (const tag of shown.toSorted((a, b) => (a.intent.order < b.intent.order ? 1 : -1))) {
    const { tagId, intent, flips } = tag;
    const name = intent.tag === '' ? `tag ${tagId}` : intent.tag;
    lines.push(
      '',
      `${wanted(intent.op, name, terminal)}  ${whose(tag)}`.trimEnd(),
      `  by ${intent.rules.join(', ')}, of ${happened(intent.order)} UTC`,
      `  ${terminal.style('dim', intent.record)}`,
    );
    const turns = flips.filter(({ op }, i) => i > 0 && op !== flips[i - 1]?.op).length;
    if (turns > 0) lines.push(`  wanted, then not, or the other way: ${turns} times of late`);
  }
  if (once.length > 0) lines.push('', `Matched, and matches once only: ${once.join(', ')}`);
  return lines.join('\n');
}

/** `isFound`: nothing was asked of Intercom, for it was so already. */
function whose({ intent, ours, isFound }: { intent: Intent; ours: boolean; isFound: boolean }): string {
  if (isFound) return intent.op === 'add' ? 'was there already' : 'was not there';
  if (intent.op !== 'add') return '';
  return ours ? 'ours' : 'not known whose';
}

function wanted(op: 'add' | 'remove' | 'hold', name: string, terminal: Terminal): string {
  if (op === 'hold') return terminal.style('yellow', `= ${name}  left as it is (flip_limit)`);
  return op === 'add' ? terminal.style('green', `+ ${name}`) : terminal.style('red', `- ${name}`);
}

/** An order begins with the notification's seconds: see `orderOf`. */
function happened(order: string): string {
  const seconds = Number(order.slice(0, 12));
  return Number.isNaN(seconds) ? 'an unknown time' : shownMoment(new Date(seconds * 1_000).toISOString());
}
