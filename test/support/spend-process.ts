/**
 * A process that makes calls as fast as it may, for `test/integration/intercom/rate-limit.test.ts`. Prints what
 * became of them as JSON.
 */
import * as z from 'zod';
import { createIntercomClient } from '../../functions/intercom/client.ts';
import { scaledClock } from './scaled-clock.ts';

const task = z
  .object({
    baseUrl: z.string(),
    token: z.string(),
    calls: z.int(),
    startMs: z.number(),
    speed: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

let refused = 0;
const client = createIntercomClient({
  token: task.token,
  baseUrl: task.baseUrl,
  clock: scaledClock(task.startMs, task.speed),
  // All calls wait at once, so the last one waits for all windows.
  timeoutMs: Number.POSITIVE_INFINITY,
  maxWaitMs: Number.POSITIVE_INFINITY,
  onExchange: ({ status }) => {
    if (status === 429) refused++;
  },
});

const results = await Promise.allSettled(Array.from({ length: task.calls }, () => client.identifyAdmin()));
const made = results.filter(({ status }) => status === 'fulfilled').length;
console.log(JSON.stringify({ made, refused }));
