import { parseArgs } from 'node:util';
import { countFaults, isClean } from './judge.ts';
import { runChaos } from './run-chaos.ts';

/** `npm run chaos -- --notifications 20000 --seed 7`: exit 0 only where nothing is lost, wrong or doubled. */
const { values } = parseArgs({
  options: {
    notifications: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '7' },
    workers: { type: 'string', default: '8' },
  },
});
const result = await runChaos({
  notifications: Number(values.notifications),
  seed: Number(values.seed),
  workers: Number(values.workers),
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
