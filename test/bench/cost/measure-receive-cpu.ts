import { startFunctionRunner } from '../memory/run-function.ts';

/** Milliseconds of the processor that receive needs for a notification once it is warm, its call of SQS included. */
export async function measureReceiveCpu(): Promise<number> {
  const runner = await startFunctionRunner();
  try {
    return (await runner.receive()).eachMs;
  } finally {
    runner.close();
  }
}
