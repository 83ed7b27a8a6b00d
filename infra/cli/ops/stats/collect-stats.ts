import { heldOutcomes, type NotificationRecord, type Operation } from '../../../../functions/store/record.ts';
import { createHistogram, type Histogram } from './histogram.ts';
import { createWindows } from './windows.ts';

/** What a range of records comes to; its size does not grow with theirs. */
export interface Stats {
  received: number;
  /** By webhook, by catch-up, by another system's webhook, by a rule's schedule. */
  sources: Record<NotificationRecord['source'], number>;
  /** Notifications for which a rule matched, in shadow too. */
  matched: number;
  /** By outcome, or by status where there is none yet. */
  outcomes: Map<string, number>;
  changes: {
    /** Tags added and removed. */
    applied: number;
    /** Nothing had to be done, or a newer notification wanted otherwise. */
    noOp: number;
    /** By a pause or a limit. */
    held: number;
    failed: number;
  };
  /** Why tag operations and notifications failed, and how often: `403 api_plan_restricted`, `IntercomNetworkError`. */
  failures: Map<string, number>;
  /** From Intercom's `created_at` (whole seconds) to the end, of webhooks that changed a tag. */
  latency: Histogram;
  /** Calls to Intercom for these, and how many of them in the busiest ten seconds. */
  calls: number;
  busiestWindow: number;
  rules: Map<string, RuleStats>;
  /** Notifications and applied changes, in as many equal parts of the time as were asked for. */
  plot: { received: number[]; applied: number[] };
}

export interface RuleStats {
  matched: number;
  shadow: number;
  applied: number;
  held: number;
  failed: number;
}

/** @param range Unix ms */
export async function collectStats(
  records: AsyncIterable<NotificationRecord>,
  range: { from: number; to: number; columns: number },
  onRecord: (read: number) => void = () => undefined,
): Promise<Stats> {
  const stats: Stats = {
    received: 0,
    sources: { webhook: 0, catch_up: 0, trigger: 0, schedule: 0 },
    matched: 0,
    outcomes: new Map(),
    changes: { applied: 0, noOp: 0, held: 0, failed: 0 },
    failures: new Map(),
    latency: createHistogram(),
    calls: 0,
    busiestWindow: 0,
    rules: new Map(),
    plot: { received: zeros(range.columns), applied: zeros(range.columns) },
  };
  const windows = createWindows();
  for await (const record of records) {
    addRecord(stats, record);
    stats.busiestWindow = windows.add(record);
    const column = columnOf(record, range);
    addAt(stats.plot.received, column, 1);
    addAt(stats.plot.applied, column, record.operations.filter(isApplied).length);
    onRecord(stats.received);
  }
  return stats;
}

function addRecord(stats: Stats, record: NotificationRecord): void {
  stats.received += 1;
  stats.sources[record.source] += 1;
  if (record.matched.length > 0) stats.matched += 1;
  addTo(stats.outcomes, record.status === 'finished' ? (record.outcome ?? record.status) : record.status);
  for (const { rule, mode } of record.matched) {
    const each = ruleIn(stats, rule);
    each.matched += 1;
    if (mode === 'shadow') each.shadow += 1;
  }
  stats.calls += record.calls ?? 0;
  for (const operation of record.operations) addOperation(stats, operation);
  if (record.status === 'failed') addTo(stats.failures, classOf(record.error));
  if (record.source === 'webhook' && record.finished_at !== undefined && record.operations.some(isApplied)) {
    stats.latency.add(Date.parse(record.finished_at) - Date.parse(record.happened_at));
  }
}

function addOperation(stats: Stats, operation: Operation): void {
  const { outcome, rules, status, code } = operation;
  const kind = kindOf(operation);
  stats.changes[kind] += 1;
  if (kind === 'failed') {
    addTo(stats.failures, status === undefined ? outcome : `${status} ${code ?? outcome}`);
  }
  if (kind === 'noOp') return;
  for (const rule of rules) ruleIn(stats, rule)[kind] += 1;
}

function kindOf(operation: Operation): keyof Stats['changes'] {
  if (isApplied(operation)) return 'applied';
  if (heldOutcomes.has(operation.outcome)) return 'held';
  return failing.has(operation.outcome) ? 'failed' : 'noOp';
}

function isApplied({ outcome }: Operation): boolean {
  return outcome === 'tagged' || outcome === 'untagged';
}

const failing: ReadonlySet<string> = new Set(['refused', 'subject_gone', 'tag_gone', 'flip_limit']);

/** The class of an error that a record keeps as `Class: message`. */
function classOf(error: string | undefined): string {
  return error === undefined ? 'unknown' : (/^\w*(?=:)/u.exec(error)?.[0] ?? error.slice(0, 40));
}

function ruleIn({ rules }: Stats, id: string): RuleStats {
  const found = rules.get(id) ?? { matched: 0, shadow: 0, applied: 0, held: 0, failed: 0 };
  rules.set(id, found);
  return found;
}

function columnOf(
  { happened_at }: NotificationRecord,
  { from, to, columns }: { from: number; to: number; columns: number },
): number {
  const share = (Date.parse(happened_at) - from) / Math.max(1, to - from);
  return Math.min(columns - 1, Math.max(0, Math.floor(share * columns)));
}

function addAt(counts: number[], index: number, value: number): void {
  counts[index] = (counts[index] ?? 0) + value;
}

function addTo(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}
