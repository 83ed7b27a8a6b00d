/** `npm run cost -- [--notifications 1000000] [--match 0.3] [--json] [--write]`: what a stack costs, from what it asks of AWS. */

import * as z from 'zod';
import { synthesize } from '../../infra/synthesize.ts';
import { readFlags } from '../../support/read-flags.ts';
import { replaceSection } from '../replace-section.ts';
import { measureApplyCpu } from './measure-apply-cpu.ts';
import { measureNotifications } from './measure-notifications.ts';
import { measureReceiveCpu } from './measure-receive-cpu.ts';
import { priceIdle } from './price-idle.ts';
import { priceNotifications } from './price-notifications.ts';
import { readPrices } from './prices.ts';
import { readStack } from './read-stack.ts';
import { costText } from './report.ts';

const flags = readFlags('npm run cost -- [--notifications 1000000] [--match 0.3] [--json] [--write]', {
  notifications: z.coerce.number().int().min(1).default(1_000_000),
  match: z.coerce.number().min(0).max(1).default(0.3),
  json: z.boolean().default(false),
  write: z.boolean().default(false),
});
const template = synthesize();
const volume = {
  notifications: flags.notifications,
  match: flags.match,
  ...readStack(template),
};
const prices = readPrices();
const cpuMs = { receive: await measureReceiveCpu(), apply: await measureApplyCpu(200, volume.match) };
const month = async (textDays: number) => {
  const hit = await measureNotifications('hit', { textDays, count: 20 });
  const miss = await measureNotifications('miss', { textDays, count: 20 });
  return { spent: { hit, miss }, lines: priceNotifications(volume, { hit, miss }, cpuMs, prices) };
};
const report = {
  volume,
  prices: { as_of: prices.as_of, region: prices.region },
  cpuMs,
  withTexts: await month(30),
  withoutTexts: await month(0),
  idle: priceIdle(template, prices),
};
const text = costText(report, prices);
process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : `${text}\n`);
if (flags.write) replaceSection('cost', text);
