import type { NotificationRecord } from '../../../functions/store/record.ts';
import { type DayRow, dayTable } from '../sample-day/day-table.ts';
import { judgeDay } from '../sample-day/judge-day.ts';
import { playDay } from '../sample-day/play-day.ts';
import { readSampleDay } from '../sample-day/sample-day.ts';
import { workspaceTags } from '../sample-day/workspace-tags.ts';
import type { LocalStack } from '../stack.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { dayProgress } from './day-progress.ts';

export interface DayResult {
  rows: DayRow[];
  /** Whether the rows were held against what the samples say. */
  isJudged: boolean;
  /** Notifications that the workspace sent during the day, each counted once. */
  notifications: number;
  /** Records of the day, and among them those that changed a tag. */
  records: number;
  tagged: number;
  /** Messages with something that is not as a person would have it, and notifications without a finished record. */
  failed: number;
}

/** Plays the sample day on the workspace and waits until every notification has come to rest. */
export async function runSampleDay(parts: DayParts): Promise<DayResult> {
  const { workspace, url, stack, adminId, quiet, isJudged } = parts;
  const access = { baseUrl: url, token: workspace.options.token, adminId };
  const known = new Set((await stack.listRecords()).map(({ identity }) => identity));
  const day = readSampleDay();
  workspace.webhooks.log.clear();
  const progress = dayProgress(day.day.length, process.stderr, quiet);
  const rest = () => atRest(workspace, stack);
  const played = await playDay(day, access, { rest, progress: progress.update }).finally(progress.stop);
  await rest();

  const records = (await stack.listRecords()).filter(({ identity }) => !known.has(identity));
  const judged = judgeDay(day, played, records, await workspaceTags(played, access));
  const rows = isJudged ? judged : judged.map(withoutJudgement);
  const notifications = new Set(workspace.webhooks.log.entries().map(({ id }) => id)).size;
  const wrong = rows.filter((row) => row.wrong.length > 0).length;
  return {
    rows,
    isJudged,
    notifications,
    records: records.length,
    tagged: records.filter(({ outcome }) => outcome === 'tagged').length,
    failed: wrong + Math.abs(notifications - records.length) + records.filter(isUnfinished).length,
  };
}

export interface DayParts {
  workspace: Workspace;
  /** The workspace's address. */
  url: string;
  stack: LocalStack;
  adminId: string;
  quiet: boolean;
  /** Whether the rules are those of which the samples speak. */
  isJudged: boolean;
}

/** What apply does makes the workspace send more notifications, so both have to be quiet at once. */
async function atRest(workspace: Workspace, stack: LocalStack): Promise<void> {
  let sent: number;
  do {
    sent = workspace.webhooks.log.entries().length;
    await workspace.webhooks.idle();
    await stack.drain();
    await workspace.webhooks.idle();
  } while (workspace.webhooks.log.entries().length !== sent);
}

/** Other rules tag otherwise; but a notification leaves a record by any rules. */
function withoutJudgement(row: DayRow): DayRow {
  return row.outcome === 'no_record' ? row : { ...row, wrong: [] };
}

function isUnfinished({ status }: NotificationRecord): boolean {
  return status !== 'finished';
}

/** The table, and under it what the other notifications were. */
export function dayReport({ rows, isJudged, notifications }: DayResult, width: number): string {
  const others = notifications - rows.length;
  const rest = `${others} more notifications (our own tags, new people): recorded, nothing to do.`;
  const note = isJudged ? '' : '\nThe tags are not judged: the samples say what rules/local.yaml should do.';
  return `${dayTable(rows, width)}\n\n${rest}${note}`;
}

export function lastLine({ notifications, tagged, records, failed }: DayResult): string {
  return `notifications=${notifications} tagged=${tagged} records=${records} failed=${failed}`;
}
