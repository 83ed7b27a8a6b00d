import { type Terminal, wrap } from '../../terminal.ts';
import { shownMoment, shownSpan } from '../shown-time.ts';
import type { RuleStats, Stats } from './collect-stats.ts';
import { plotLines } from './plot.ts';
import type { Headroom } from './read-headroom.ts';

export interface StatsReport {
  environment: string;
  /** ISO times. */
  from: string;
  to: string;
  stats: Stats;
  /** To Intercom, of the sync's runs of then. */
  callsOfSync: number;
  /** What is stopped now: everything, or the changes of some rules. */
  paused: { all: Paused | null; rules: Record<string, Paused> };
  /** Messages in the queue, and among the dead letters. */
  waiting: number;
  dead: number;
  /** By name; null where nobody collects metrics. */
  metrics: Record<string, number> | null;
  headroom: Headroom;
}

interface Paused {
  reason: string;
  /** ISO time. */
  since: string;
}

/** Stats for people. */
export function statsLines(report: StatsReport, terminal: Terminal): string[] {
  const { environment, from, to, stats } = report;
  const head = `${terminal.style('bold', environment)}  ${shownMoment(from)} to ${shownMoment(to)} UTC`;
  if (stats.received === 0) {
    return [
      head,
      '',
      'No notification has come.',
      '  Is that right? ops doctor tries the way from Intercom to here.',
      '',
      ...factLines(now(report), terminal),
    ];
  }
  return [
    head,
    '',
    ...plotted('notifications', stats.plot.received, terminal),
    '',
    ...plotted('tag changes', stats.plot.applied, terminal),
    ...axis(from, to, terminal),
    '',
    ...factLines([...counts(report), ...fromMetrics(report), ...now(report)], terminal),
    ...ruleLines(stats.rules, terminal),
  ];
}

function plotted(name: string, values: readonly number[], terminal: Terminal): string[] {
  const most = Math.max(...values);
  const lines = plotLines(values, most === 0 ? 1 : 4);
  return [
    terminal.style('dim', `${name}, at most ${number(most)} in a column`),
    ...lines.map((line) => `  ${terminal.style('cyan', line.trimEnd())}`.trimEnd()),
  ];
}

/** When the plot begins and ends; as wide as it. */
function axis(from: string, to: string, terminal: Terminal): string[] {
  const [begin, end] = [shownMoment(from).slice(5, 16), shownMoment(to).slice(5, 16)];
  const gap = Math.max(1, terminal.width - 12 - begin.length - end.length);
  return [`  ${terminal.style('dim', `${begin}${' '.repeat(gap)}${end}`)}`];
}

type Fact = [name: string, value: string];

function counts({ stats, callsOfSync }: StatsReport): Fact[] {
  const { changes, sources } = stats;
  const p = (share: number) => shownSpan(stats.latency.percentile(share) ?? 0);
  return [
    [
      'received',
      listed(number(stats.received), [
        ['catch-up', sources.catch_up],
        ['other systems', sources.trigger],
        ['schedule', sources.schedule],
      ]),
    ],
    ['matched', `${number(stats.matched)} (${share(stats.matched, stats.received)})`],
    [
      'outcomes',
      [...stats.outcomes]
        .sort(([, a], [, b]) => b - a)
        .map(([name, count]) => `${number(count)} ${name.replaceAll('_', ' ')}`)
        .join(', '),
    ],
    [
      'changes',
      `${number(changes.applied)} applied, ${number(changes.noOp)} with nothing to do, ${number(changes.held)} held back, ${number(changes.failed)} failed`,
    ],
    ...(stats.failures.size === 0
      ? []
      : [
          [
            'failed by',
            [...stats.failures].map(([name, count]) => `${number(count)} × ${name}`).join(', '),
          ] satisfies Fact,
        ]),
    [
      'latency',
      stats.latency.count() === 0
        ? 'no webhook has changed a tag'
        : `p50 ${p(0.5)}, p95 ${p(0.95)}, p99 ${p(0.99)}, from Intercom's whole second to applied`,
    ],
    ['calls', callsText(stats, callsOfSync)],
  ];
}

function callsText({ calls, busiestWindow }: Stats, callsOfSync: number): string {
  const busiest = calls === 0 ? '' : `, at most ${number(busiestWindow)} of them within 10 s`;
  return `${number(calls)} to Intercom for these${busiest}; ${number(callsOfSync)} by runs of the sync`;
}

function fromMetrics({ metrics }: StatsReport): Fact[] {
  if (metrics === null) return [];
  const of = (name: string) => metrics[name] ?? 0;
  return [
    [
      'turned away',
      `${number(of('Refused'))} unsigned, ${number(of('ForeignApp'))} of another app, ${number(of('TooLarge'))} too large, ${number(of('SendFailed'))} not queued`,
    ],
    [
      'held up',
      `${number(of('Postponed'))} postponed, ${number(of('RateLimited'))} of them by the rate limit; ${number(of('Duplicates'))} duplicates`,
    ],
  ];
}

function now({ paused, waiting, dead, headroom }: StatsReport): Fact[] {
  const all: [string, Paused][] = paused.all === null ? [] : [['everything', paused.all]];
  const stopped = [...all, ...Object.entries(paused.rules)].map(
    ([what, { since, reason }]) => `${what} since ${shownMoment(since)} (${reason})`,
  );
  return [
    ...(stopped.length === 0 ? [] : [['paused', stopped.join('; ')] satisfies Fact]),
    ['waiting', `${number(waiting)} in the queue, ${number(dead)} dead letters`],
    [
      'rate limit',
      'unknown' in headroom
        ? `unknown: ${headroom.unknown}`
        : `${number(headroom.remaining)} of ${number(headroom.limit)} calls left in Intercom's window now`,
    ],
  ];
}

function factLines(facts: readonly Fact[], terminal: Terminal): string[] {
  return facts.flatMap(([name, value]) => {
    const [first = '', ...rest] = wrap(value, terminal.width - 16);
    const label = terminal.style('dim', name.padEnd(14));
    return [`  ${label}${first}`, ...rest.map((line) => `${' '.repeat(16)}${line}`)];
  });
}

/** The rules that matched most; where more than twenty did, the others together. */
function ruleLines(rules: ReadonlyMap<string, RuleStats>, terminal: Terminal): string[] {
  if (rules.size === 0) return [];
  const columns = ['matched', 'applied', 'held', 'failed'] as const;
  const sorted = [...rules].sort(([, a], [, b]) => b.matched - a.matched);
  const width = terminal.width - 2 - columns.length * 10;
  const row = (name: string, cells: readonly string[]) =>
    `  ${name.length > width ? `${name.slice(0, width - 1)}…` : name.padEnd(width)}${cells.map((cell) => cell.padStart(10)).join('')}`;
  return [
    '',
    terminal.style('dim', row('rule', columns)),
    ...sorted.slice(0, 20).map(([id, each]) =>
      row(
        each.shadow === each.matched ? `${id} (shadow)` : id,
        columns.map((column) => number(each[column])),
      ),
    ),
    ...(sorted.length > 20 ? [`  and ${sorted.length - 20} more; --json has all`] : []),
  ];
}

export function statsJson(report: StatsReport) {
  const { environment, from, to, stats, callsOfSync, paused, waiting, dead, metrics, headroom } = report;
  const { latency, failures, outcomes, rules, changes, plot, calls, busiestWindow, ...rest } = stats;
  return {
    environment,
    from,
    to,
    ...rest,
    outcomes: Object.fromEntries(outcomes),
    changes: { applied: changes.applied, no_op: changes.noOp, held: changes.held, failed: changes.failed },
    failures: Object.fromEntries(failures),
    latency_ms: {
      count: latency.count(),
      p50: latency.percentile(0.5),
      p95: latency.percentile(0.95),
      p99: latency.percentile(0.99),
    },
    calls: { applying: calls, busiest_10s: busiestWindow, sync: callsOfSync },
    rules: Object.fromEntries(rules),
    plot,
    paused,
    waiting,
    dead_letters: dead,
    metrics,
    rate_limit: headroom,
  };
}

function listed(text: string, parts: readonly [name: string, count: number][]): string {
  const some = parts.filter(([, count]) => count > 0).map(([name, count]) => `${number(count)} by ${name}`);
  return some.length === 0 ? text : `${text}, ${some.join(', ')}`;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
