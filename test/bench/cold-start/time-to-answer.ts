import { pathToFileURL } from 'node:url';

/**
 * Run in a process of its own: `time-to-answer.ts <bundle> <event as JSON>` writes the milliseconds from
 * the bundle's import to its handler's answer, which must be a 200.
 */
const [bundle = '', event = ''] = process.argv.slice(2);
const context = { awsRequestId: 'bench', functionName: 'bench', getRemainingTimeInMillis: () => 5000 };
const parsed: unknown = JSON.parse(event);

const start = performance.now();
const { handler } = await import(pathToFileURL(bundle).href);
const answer = await handler(parsed, context);
const elapsed = performance.now() - start;

if (answer.statusCode !== 200) throw new Error(`The handler answered ${JSON.stringify(answer)}`);
process.stderr.write(`elapsed=${elapsed}\n`);
