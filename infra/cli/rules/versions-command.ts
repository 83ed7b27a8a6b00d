import type { Move } from '../../../functions/store/ruleset-items.ts';
import { createRulesets } from '../../../functions/store/rulesets.ts';
import type { Session } from '../ops/session.ts';
import { shownMoment } from '../ops/shown-time.ts';
import type { Terminal } from '../terminal.ts';

/** The history, the newest first. */
export async function versionsCommand(session: Session, limit: number): Promise<0> {
  const { environment, json, out, printJson } = session;
  const moves = (await createRulesets(environment.table).moves()).toReversed();
  const version = moves[0]?.version ?? 0;
  if (json) {
    printJson({ environment: environment.name, version, history: moves.slice(0, limit) });
    return 0;
  }
  if (moves.length === 0) {
    out.write(`Nothing was published to ${environment.name} yet.\n`);
    return 0;
  }
  const shown = moves.slice(0, limit);
  const who = Math.min(24, Math.max(3, ...shown.map(({ by }) => by.length)));
  out.write(`${out.style('dim', row('', 'version', 'when (UTC)', pad('who', who), 'rules', 'message'))}\n`);
  for (const [index, move] of shown.entries()) out.write(`${rowOf(move, index === 0, who, out)}\n`);
  if (moves.length > limit) out.write(`… and ${moves.length - limit} before: --limit ${moves.length}\n`);
  return 0;
}

function rowOf(
  { version, how, by, at, rules, message }: Move,
  isCurrent: boolean,
  who: number,
  out: Terminal,
): string {
  const note = [how === 'rollback' ? '(rolled back)' : '', message ?? ''].join(' ').trim();
  const line = row(
    isCurrent ? '▸' : '',
    String(version),
    shownMoment(at).slice(0, 16),
    pad(clip(by, who), who),
    String(rules),
    note,
  );
  const clipped = clip(line.trimEnd(), out.width);
  return isCurrent ? out.style('bold', clipped) : clipped;
}

function row(mark: string, version: string, when: string, who: string, rules: string, note: string): string {
  return `${mark.padEnd(2)}${version.padEnd(8)} ${when.padEnd(16)}  ${who}  ${rules.padStart(6)}  ${note}`;
}

const pad = (text: string, width: number) => text.padEnd(width);

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
