import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cdk, createCdk } from './cdk.ts';
import { createFetchLocalhost } from './fetch-localhost.ts';
import { installMinistack } from './ministack/install-ministack.ts';
import { type Ministack, startMinistack } from './ministack/start-ministack.ts';

const CACHE = join(import.meta.dirname, '../../.cache');

export interface LocalAws extends Ministack {
  cdk: Cdk;
  /** What an SDK client takes to talk to this AWS. */
  clientConfig: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    requestHandler: { httpsAgent: Agent };
  };
  /** Reaches the HTTP APIs that are deployed. */
  fetch: typeof fetch;
}

/** A local AWS that has been bootstrapped for the CDK. */
export async function startLocalAws(region: string): Promise<LocalAws> {
  const ministack = await startMinistack(await installMinistack(CACHE), region);
  const workDir = mkdtempSync(join(tmpdir(), 'tagwright-cdk-'));
  const stop = async () => {
    await ministack.stop();
    rmSync(workDir, { recursive: true, force: true });
  };
  const cdk = createCdk(ministack.env, workDir);
  try {
    await cdk.bootstrap();
  } catch (error) {
    await stop();
    throw error;
  }
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const requestHandler = { httpsAgent: new Agent({ ca: ministack.certificate }) };
  return {
    ...ministack,
    cdk,
    clientConfig: { endpoint: ministack.url, region, credentials, requestHandler },
    fetch: createFetchLocalhost(ministack.certificate),
    stop,
  };
}
