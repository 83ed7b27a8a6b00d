import { CommanderError } from 'commander';
import { type DataFile, keepDataFile, readDataFile } from './data-file.ts';
import { type Flags, readFlags } from './flags.ts';
import type { SavedCore } from './saved-core.ts';
import { type RunningWorkspace, serveWorkspace } from './serve.ts';
import { realTimers } from './timers.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

/** Something the person who started it must change: one line, exit code 2. */
class StartError extends Error {
  override readonly name = 'StartError';
}

try {
  const running = await start(readFlags(process.argv.slice(2)));
  console.log(`Intercom workspace at ${running.url} (Ctrl-C ends it)`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(running));
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
  await subscribe(workspace, flags);
  const file = await keep(workspace, flags.data);
  const running = await serveWorkspace(workspace, { port: flags.port, host: flags.host }).catch(
    (error: unknown) => {
      throw new StartError(
        codeOf(error) === 'EADDRINUSE'
          ? `Port ${flags.port} is taken. Choose another with --port.`
          : `${flags.host} cannot be listened on: ${codeOf(error)}. Choose another with --host or --port.`,
        { cause: error },
      );
    },
  );
  return { ...running, close: () => running.close().then(() => file?.close()) };
}

/** Notifications that wait for their retry would hold the process for another minute: they are given up. */
async function end(running: RunningWorkspace): Promise<void> {
  try {
    await running.close();
  } catch (error) {
    console.error(`The data file could not be written: ${String(error)}`);
    process.exitCode = 1;
  }
  process.exit();
}

async function subscribe(workspace: Workspace, { webhook, secret }: Flags): Promise<void> {
  if (webhook === undefined || secret === undefined) return;
  const answer = await workspace.subscribe({ url: webhook, secret });
  if (workspace.webhooks.subscription !== undefined) return;
  const got = 'status' in answer ? `answered ${answer.status}` : 'did not answer';
  throw new StartError(`The webhook URL must answer HEAD with 2xx, as Intercom asks: it ${got}.`);
}

async function keep(workspace: Workspace, path: string | undefined): Promise<DataFile | undefined> {
  if (path === undefined) return undefined;
  try {
    return await keepDataFile(workspace, path);
  } catch (error) {
    throw new StartError(`${path} cannot be written: ${codeOf(error)}. Choose another with --data.`, {
      cause: error,
    });
  }
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

/** Node's word for what went wrong, such as `EADDRINUSE`. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
