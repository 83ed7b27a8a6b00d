import { CommanderError } from 'commander';
import { keepDataFile, readDataFile } from './data-file.ts';
import { type Flags, readFlags } from './flags.ts';
import type { SavedCore } from './saved-core.ts';
import { type RunningWorkspace, serveWorkspace } from './serve.ts';
import { realTimers } from './timers.ts';
import { createWorkspace } from './workspace.ts';

/** Something the person who started it must change: one line, exit code 2. */
class StartError extends Error {
  override readonly name = 'StartError';
}

try {
  const running = await start(readFlags(process.argv.slice(2)));
  console.log(`Intercom workspace at ${running.url} (Ctrl-C ends it)`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void running.close());
} catch (error) {
  report(error);
}

async function start(flags: Flags): Promise<RunningWorkspace> {
  const workspace = createWorkspace({
    token: flags.token,
    appId: flags.appId,
    seed: flags.seed,
    reattach: flags.reattach,
    rateLimit: { limit: flags.limit, windowMs: flags.window },
    faults: flags.fault,
    saved: await readSaved(flags.data),
    timers: realTimers(flags.clockSpeed),
    webhooks: { duplicate: flags.duplicate, reorderMs: flags.reorder },
  });
  if (flags.webhook !== undefined && flags.secret !== undefined) {
    const answer = await workspace.subscribe({ url: flags.webhook, secret: flags.secret });
    if (workspace.webhooks.subscription === undefined) {
      const got = 'status' in answer ? `answered ${answer.status}` : 'did not answer';
      throw new StartError(`The webhook URL must answer HEAD with 2xx, as Intercom asks: it ${got}.`);
    }
  }
  const running = await serveWorkspace(workspace, { port: flags.port, host: flags.host }).catch(
    (error: unknown) => {
      if (isTaken(error)) throw new StartError(`Port ${flags.port} is taken. Choose another with --port.`);
      throw error;
    },
  );
  if (flags.data === undefined) return running;
  const file = keepDataFile(workspace, flags.data);
  return { ...running, close: () => running.close().then(() => file.close()) };
}

async function readSaved(path: string | undefined): Promise<SavedCore | undefined> {
  if (path === undefined) return undefined;
  try {
    return await readDataFile(path);
  } catch {
    throw new StartError(
      `${path} is not a workspace's data file. Move it away, or choose another with --data.`,
    );
  }
}

function report(error: unknown): void {
  if (error instanceof CommanderError && error.exitCode === 0) return;
  if (!(error instanceof CommanderError || error instanceof StartError)) throw error;
  console.error(error.message.replace(/^error: /, '').replaceAll('\n', ' '));
  process.exitCode = 2;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
