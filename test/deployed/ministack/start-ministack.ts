import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.ts';

/** A local AWS on a port of its own, which forgets everything when it stops. */
export interface Ministack {
  /** HTTPS, by a certificate of its own making for `localhost` and 127.0.0.1. */
  url: string;
  /** That certificate, PEM. */
  certificate: string;
  /** What a client needs in its environment to talk to this AWS and to no other. */
  env: Record<string, string>;
  /** What ministack and the functions on it have written. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts `command` and resolves when it answers. IAM is enforced, by the functions' roles and by the
 * policies of queues, which take TLS only. The functions run on the Node of `node_modules/.bin`.
 */
export async function startMinistack(command: string, region: string): Promise<Ministack> {
  // ministack writes its port into the addresses that it hands out, so it must know it beforehand.
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  const home = mkdtempSync(join(tmpdir(), 'tagwright-aws-'));
  const logFile = join(home, 'ministack.log');
  const log = () => readFileSync(logFile, 'utf8');
  const output = openSync(logFile, 'a');
  const credentials = { AWS_REGION: region, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const child = spawn(command, [], {
    stdio: ['ignore', output, output],
    env: {
      PATH: [NODE_MODULES_BIN, process.env['PATH']].join(delimiter),
      HOME: home,
      TMPDIR: home,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: region,
      AUTH: 'true',
      USE_SSL: 'true',
      ...credentials,
    },
  });
  const stop = async () => {
    await terminate(child);
    rmSync(home, { recursive: true, force: true });
  };
  const certificateFile = join(home, 'ministack-tls', 'server.crt');
  try {
    await untilListening(port, child, log);
    const certificate = readFileSync(certificateFile, 'utf8');
    const env = { AWS_ENDPOINT_URL: url, AWS_CA_BUNDLE: certificateFile, ...credentials };
    return { url, certificate, env, log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const NODE_MODULES_BIN = join(import.meta.dirname, '../../../node_modules/.bin');

async function untilListening(port: number, child: ChildProcess, log: () => string): Promise<void> {
  for (let attempt = 0; attempt < 240; attempt++) {
    if (child.exitCode !== null) throw new Error(`ministack ended at its start:\n${log()}`);
    if (await accepts(port)) return;
    await sleep(250);
  }
  throw new Error(`ministack did not answer within a minute:\n${log()}`);
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function terminate(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(impatient);
}
