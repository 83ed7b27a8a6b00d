import * as z from 'zod';
import { readFlags } from '../support/read-flags.ts';
import { countFaults, isClean } from './judge.ts';
import { runChaos } from './run-chaos.ts';

/** `npm run chaos -- --notifications 20000 --seed 7`: exit 0 only where nothing is lost, wrong or doubled. */
const flags = readFlags('npm run chaos -- [--notifications 20000] [--seed 7] [--workers 8]', {
  notifications: z.coerce.number().int().min(1).default(20_000),
  seed: z.coerce.number().int().default(7),
  workers: z.coerce.number().int().min(1).default(8),
});
const result = await runChaos({
  ...flags,
  onProgress: (line) => process.stderr.write(`\r${line}          `),
});
process.stderr.write('\n');
const { explanations, dlq, poisoned, deaths, answers, posted, seconds } = result;
const [lost, wrong, doubled, misplaced] = (['lost', 'wrong', 'doubled', 'misplaced'] as const).map((kind) =>
  countFaults(result, kind),
);
console.log(`posted ${posted} notifications in ${seconds.toFixed(0)} s`);
console.log(`workers killed: ${JSON.stringify(deaths)}`);
console.log(`the emulator's answers: ${JSON.stringify(answers)}`);
for (const each of explanations) console.log(each);
if (misplaced !== 0) console.log(`dead-lettered without cause: ${misplaced}`);
console.log(`lost=${lost} wrong=${wrong} doubled=${doubled} dlq=${dlq}/${poisoned}`);
process.exitCode = isClean(result) ? 0 : 1;
