import { pathToFileURL } from 'node:url';
import { cpuMs, tell } from './tell.ts';

/** Run in a process of its own: `receive-process.ts <bundle of receive> <event as JSON>` answers it a thousand times. */
const [bundle = '', event = ''] = process.argv.slice(2);
const context = { awsRequestId: 'bench', functionName: 'bench', getRemainingTimeInMillis: () => 5000 };
const parsed: unknown = JSON.parse(event);

const begun = cpuMs();
const { handler } = await import(pathToFileURL(bundle).href);
await handler(parsed, context);
const started = cpuMs();
const runs = 1_000;
for (let n = 0; n < runs; n++) await handler(parsed, context);
tell({ startMs: started - begun, rulesMs: 0, eachMs: (cpuMs() - started) / runs });
