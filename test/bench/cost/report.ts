import type { Spent } from './measure-notifications.ts';
import type { Line, Volume } from './price-notifications.ts';
import type { Prices } from './prices.ts';

export interface CostReport {
  volume: Volume;
  cpuMs: { receive: number; apply: number };
  withTexts: { spent: { hit: Spent; miss: Spent }; lines: Line[] };
  withoutTexts: { spent: { hit: Spent; miss: Spent }; lines: Line[] };
  idle: Line[];
}

/** The floor: parts that no design on these services is without. */
const FLOOR = ['HTTP API', 'SQS', 'Lambda requests'];

export function costText(
  { volume, cpuMs, withTexts, withoutTexts, idle }: CostReport,
  prices: Prices,
): string {
  const { notifications, match } = volume;
  const oneWrite = (notifications * prices.per_million.dynamodb_write_units) / 1e6;
  const floor = totalOf(withTexts.lines.filter(({ part }) => FLOOR.includes(part))).usd + oneWrite;
  const rows = withTexts.lines.map(({ part, usd, of }) => {
    const without = withoutTexts.lines.find((line) => line.part === part)?.usd ?? 0;
    return `| ${part} | ${of} | ${dollars(usd)} | ${dollars(without)} |`;
  });
  const [kept, unkept, waiting] = [withTexts.lines, withoutTexts.lines, idle].map(totalOf);
  return [
    '## Cost',
    '',
    `\`npm run cost -- --notifications ${notifications} --match ${match} --write\`: US dollars by the public prices of`,
    `${prices.region} as of ${prices.as_of} (\`test/bench/cost/prices.json\` names the pages). Requests, units and bytes are`,
    'counted at the clients in a run on the local stack, replies of 600 characters, one tag a match, each notification',
    'alone in its batch. Time is what the processor needs here (receive',
    `${cpuMs.receive.toFixed(1)} ms, apply ${cpuMs.apply.toFixed(1)} ms), stretched to the part of a core that the memory buys, and`,
    `assumed waits, 5 ms for DynamoDB, 8 ms for SQS, 200 ms for Intercom: ${waits(withTexts.spent)}.`,
    '',
    `| a month with ${notifications.toLocaleString('en')} notifications, ${Math.round(match * 100)}% matched | | texts kept | not kept |`,
    '|---|---|---|---|',
    ...rows,
    `| **sum** | | **${dollars(kept?.usd)}** | **${dollars(unkept?.usd)}** |`,
    `| sum, less the always-free tier of an account with nothing else | | ${dollars(paid(kept))} | ${dollars(paid(unkept))} |`,
    '',
    `The floor is ${dollars(floor)}: a request, three of SQS, two invocations and one write of 1 kB each.`,
    '',
    `Beside it: ${gigabytes(notifications, match, withTexts.spent)} (${dollars(prices.dynamodb_gb_month + prices.dynamodb_pitr_gb_month)} a GB and month with point-in-time recovery, 25 GB of it free), and four metrics that are written only where something comes in (0.30 each, ten free).`,
    '',
    '| a month without any notification | | |',
    '|---|---|---|',
    ...idle.map(({ part, of, usd }) => `| ${part} | ${of} | ${dollars(usd)} |`),
    `| **sum** | | **${dollars(waiting?.usd)}** |`,
    `| sum, less the always-free tier | | ${dollars(paid(waiting))} |`,
  ].join('\n');
}

function waits({ hit, miss }: { hit: Spent; miss: Spent }): string {
  return `${hit.waitMs.toFixed(0)} ms in all where a rule matches, ${miss.waitMs.toFixed(0)} where none does`;
}

function totalOf(lines: Line[]): { usd: number; free: number } {
  return {
    usd: lines.reduce((sum, { usd }) => sum + usd, 0),
    free: lines.reduce((sum, { free }) => sum + free, 0),
  };
}

function paid(total: { usd: number; free: number } | undefined): number | undefined {
  return total && total.usd - total.free;
}

function dollars(usd: number | undefined): string {
  return (usd ?? Number.NaN).toFixed(2);
}

function gigabytes(notifications: number, match: number, { hit, miss }: { hit: Spent; miss: Spent }): string {
  const bytes = (of: 'record' | 'text') =>
    notifications * (match * hit.storedBytes[of] + (1 - match) * miss.storedBytes[of]);
  return `${(bytes('record') / 1e9).toFixed(1)} GB as long as records live and ${(bytes('text') / 1e9).toFixed(1)} GB as long as texts do`;
}
