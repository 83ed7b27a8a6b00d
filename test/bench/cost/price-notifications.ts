import { ASSUMED, type Spent } from './measure-notifications.ts';
import type { Prices } from './prices.ts';

/** One line of the bill, in US dollars; `free` is what the account's always-free tier takes off it at this volume. */
export interface Line {
  part: string;
  usd: number;
  free: number;
  /** How it comes about. */
  of: string;
}

export interface Volume {
  notifications: number;
  /** The part that a rule matches, 0 to 1. */
  match: number;
  memoryMb: { receive: number; apply: number };
  /** What AWS's services write to logs for a notification. */
  serviceLogBytes: number;
}

/** The free tier that has no end, each month, whatever else the account does. */
const FREE = { sqsRequests: 1e6, lambdaRequests: 1e6, lambdaGbSeconds: 400_000, logsGb: 5 };

/** A core at 1,769 MB. */
const FULL_CORE_MB = 1769;

/** What a month with so many notifications costs, each of them alone in its batch: the dearest way to come in. */
export function priceNotifications(
  { notifications, match, memoryMb, serviceLogBytes }: Volume,
  spent: { hit: Spent; miss: Spent },
  cpuMs: { receive: number; apply: number },
  prices: Prices,
): Line[] {
  const { per_million } = prices;
  const mean = (of: (each: Spent) => number) => match * of(spent.hit) + (1 - match) * of(spent.miss);
  const line = (part: string, price: number, amount: number, free: number, of: string): Line => ({
    part,
    usd: amount * price,
    free: Math.min(amount, free) * price,
    of,
  });
  const invocations = notifications * 2;
  const gbSeconds =
    (notifications / 1000) *
    (billed(ASSUMED.sqsMs, cpuMs.receive, memoryMb.receive) +
      billed(
        mean(({ waitMs }) => waitMs),
        cpuMs.apply,
        memoryMb.apply,
      ));
  const logBytes = serviceLogBytes + mean((each) => each.logBytes);
  const writes = Object.keys({ ...spent.hit.writeUnits, ...spent.miss.writeUnits }).map((part) => {
    const each = mean(({ writeUnits }) => writeUnits[part] ?? 0);
    return line(
      `DynamoDB writes: ${part}`,
      per_million.dynamodb_write_units / 1e6,
      notifications * each,
      0,
      `${each.toFixed(2)} units each`,
    );
  });
  const reads = mean(({ readUnits }) => sum(readUnits));
  return [
    line('HTTP API', per_million.http_api_requests / 1e6, notifications, 0, '1 request each'),
    line(
      'SQS',
      per_million.sqs_fifo_requests / 1e6,
      3 * notifications,
      FREE.sqsRequests,
      'sent, received, deleted',
    ),
    line(
      'Lambda requests',
      per_million.lambda_requests / 1e6,
      invocations,
      FREE.lambdaRequests,
      'receive and apply',
    ),
    line(
      'Lambda time',
      prices.lambda_gb_second,
      gbSeconds,
      FREE.lambdaGbSeconds,
      `${((gbSeconds / notifications) * 1000).toFixed(1)} GB-s a thousand`,
    ),
    ...writes,
    line(
      'DynamoDB reads',
      per_million.dynamodb_read_units / 1e6,
      notifications * reads,
      0,
      `${reads.toFixed(2)} units each`,
    ),
    line(
      'Logs and metrics, as text',
      prices.logs_gb_ingested,
      (notifications * logBytes) / 1e9,
      FREE.logsGb,
      `${Math.round(logBytes)} bytes each`,
    ),
  ];
}

/** GB and milliseconds to GB-milliseconds: waits are as long at any size, and work is slower on a part of a core. */
function billed(waitMs: number, workMs: number, memoryMb: number): number {
  return (memoryMb / 1024) * (waitMs + workMs * Math.max(1, FULL_CORE_MB / memoryMb));
}

function sum(values: Record<string, number>): number {
  return Object.values(values).reduce((total, each) => total + each, 0);
}
