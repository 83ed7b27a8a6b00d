import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEnvironment } from '../../../infra/cli/environment/open-environment.ts';
import type { OpenedEnvironment } from '../../../infra/cli/environment/opened-environment.ts';
import { ENVIRONMENTS } from '../../../infra/environments.ts';
import { announceStack } from '../../../infra/local/control/announce-stack.ts';
import { readLocalAddress, writeLocalAddress } from '../../../infra/local/control/local-address.ts';
import { holdFolder } from '../../../infra/local/start/hold-folder.ts';
import { type LocalService, startLocalService } from '../../support/local-service.ts';
import { aRuleset } from '../../support/rulesets.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'tagwright-environment-'));
  folder = join(parent, 'tagwright-local');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const open = (options = {}) => openEnvironment('local', { data: folder, env: {}, ...options });
const message = { groupId: 'conversation:1', deduplicationId: 'a', body: 'b', attributes: { kind: 'c' } };

describe('openEnvironment of a local stack that runs', () => {
  let service: LocalService;
  let stop: () => Promise<void>;
  beforeEach(async () => {
    // No apply: messages stay where they are.
    service = await startLocalService(aRuleset([]), { dataDir: folder, workers: 0 });
    const letGo = holdFolder(folder, { reset: false });
    const { appId, token } = service.workspace.options;
    const intercom = { baseUrl: service.intercom.url, token };
    const announced = await announceStack(service.stack, { folder, appId, intercom });
    stop = async () => {
      await announced.close();
      await service.close();
      letGo();
    };
  });
  afterEach(() => stop());

  it('reaches its table, its queues and its workspace', async () => {
    const environment = await open();

    expect(environment).toMatchObject({ name: 'local', isRunning: true, appId: 'tagwright-local' });
    await environment.table.put({ pk: 'TEST', sk: 'TEST', value: 1 });
    await usesQueue(environment);
    expect(service.stack.deadLetterQueue.peek()).toMatchObject([message]);
    const intercom = await environment.intercom();
    expect((await intercom.identifyAdmin()).id).toBe(service.workspace.options.admins[0]?.id);
    await environment.close();
  });

  it('is found in the folder above as well, where npm start -- --live keeps it', async () => {
    const environment = await open({ data: parent });
    expect(environment).toMatchObject({ isRunning: true, appId: 'tagwright-local' });
    await environment.close();
  });

  it('tells its address to its owner alone, and answers nobody without the key', async () => {
    expect(statSync(join(folder, 'running.json')).mode & 0o777).toBe(0o600);
    const url = readLocalAddress(folder)?.url ?? '';
    expect((await fetch(`${url}/queues/dead-letters`)).status).toBe(401);
  });
});

describe('openEnvironment of a local stack that does not run', () => {
  it('opens its folder, keeps it meanwhile, and writes back what it changed', async () => {
    const service = await startLocalService(aRuleset([]), { dataDir: folder, workers: 0 });
    service.stack.deadLetterQueue.send({ ...message, deduplicationId: 'kept' });
    await service.close();

    const environment = await open();
    expect(environment).toMatchObject({ isRunning: false, appId: 'tagwright-local' });
    expect(existsSync(join(folder, 'pid'))).toBe(true);
    const [kept] = await environment.deadLetterQueue.receive(60);
    if (kept) await environment.deadLetterQueue.delete(kept);
    await usesQueue(environment);
    await environment.table.put({ pk: 'TEST', sk: 'TEST', value: 1 });
    await expect(environment.intercom()).rejects.toThrow(/up only while npm start runs/);
    await environment.close();

    const again = await open();
    expect(await again.table.get({ pk: 'TEST', sk: 'TEST' })).toMatchObject({ value: 1 });
    expect(await again.deadLetterQueue.receive(60)).toMatchObject([message]);
    await again.close();
    expect(existsSync(join(folder, 'pid'))).toBe(false);
  });

  it('takes no notice of an address that a dead one left', async () => {
    mkdirSync(join(folder, 'table'), { recursive: true });
    const { pid } = spawnSync(process.execPath, ['--version']);
    const intercom = { baseUrl: 'http://localhost:1' };
    const dynamoDb = { endpoint: 'http://localhost:1', tableName: 't' };
    writeLocalAddress(folder, { pid, url: 'http://localhost:1', key: 'k', dynamoDb, appId: 'a', intercom });

    const environment = await open();
    expect(environment.isRunning).toBe(false);
    expect(existsSync(join(folder, 'running.json'))).toBe(false);
    await environment.close();
  });

  it('knows the flags by which a command that is pasted into a shell finds it again', async () => {
    for (const [name, quoted] of [
      ['a-shop', `${parent}/a-shop`],
      ["ana's shop", `'${parent}/ana'\\''s shop'`],
    ] as const) {
      const data = join(parent, name);
      mkdirSync(join(data, 'table'), { recursive: true });
      const environment = await open({ data });
      expect(environment.flags).toBe(`--env local --data ${quoted}`);
      await environment.close();
    }
  });

  it('says in one line what is missing', async () => {
    await expect(open()).rejects.toThrow(`There is no folder ${folder}: npm start makes it`);
    const file = join(parent, 'a-file');
    writeFileSync(file, '');
    await expect(open({ data: file })).rejects.toThrow(`There is no folder ${file}: npm start makes it`);
    mkdirSync(folder);
    await expect(open()).rejects.toThrow(`There is nothing in ${folder} yet: npm start fills it`);
    holdFolder(folder, { reset: false });
    await expect(open()).rejects.toThrow(`${folder} is in use by process ${process.pid}`);
    rmSync(join(folder, 'pid'));
    for (const app of ['one', 'two']) mkdirSync(join(folder, app, 'table'), { recursive: true });
    await expect(open()).rejects.toThrow(`${folder} has several workspaces`);
  });
});

describe('openEnvironment of a deployed environment', () => {
  let server: Server;
  let answer: { status: number; body: string };
  let endpoint: string;
  const asked: string[] = [];
  beforeEach(async () => {
    asked.length = 0;
    server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => asked.push(text));
      request.on('end', () => {
        response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterEach(() => server.close());

  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const openDev = () => open2('dev', { endpoint, credentials });
  const open2 = (name: string, clientConfig = {}) =>
    openEnvironment(name, { data: folder, env: {}, clientConfig });

  it('finds it by the outputs of its stack', async () => {
    answer = {
      status: 200,
      body: described({ TableName: 'table', QueueUrl: `${endpoint}/q`, DeadLetterQueueUrl: `${endpoint}/d` }),
    };
    const environment = await openDev();
    expect(environment).toMatchObject({
      name: 'dev',
      region: 'us-east-1',
      appId: 'tagwright-dev',
      tableName: 'table',
      textDays: 30,
    });
    expect(asked.join('')).toContain('StackName=Tagwright-dev');
    await environment.close();
  });

  it.each([
    [
      400,
      'ValidationError',
      'Stack with id Tagwright-dev does not exist',
      /^There is no stack Tagwright-dev in us-east-1/,
    ],
    [403, 'InvalidClientTokenId', 'The security token is invalid', /^AWS does not know these credentials/],
    [403, 'ExpiredToken', 'The security token is expired', /^The AWS credentials have expired/],
    [
      403,
      'AccessDenied',
      'User x is not authorized to perform y',
      /may not do this: User x is not authorized/,
    ],
  ])('says %i %s in one line', async (status, code, text, expected) => {
    answer = { status, body: refused(code, text) };
    await expect(openDev()).rejects.toThrow(expected);
  });

  it('says what an older stack lacks', async () => {
    answer = { status: 200, body: described({ QueueUrl: `${endpoint}/q` }) };
    await expect(openDev()).rejects.toThrow(/has no output TableName: it was deployed by another version/);
  });

  it('says which names it knows', async () => {
    await expect(open2('prod')).rejects.toThrow(
      `There is no environment "prod": --env takes one of local, ${Object.keys(ENVIRONMENTS).join(', ')} (infra/environments.ts).`,
    );
  });
});

async function usesQueue({ deadLetterQueue }: OpenedEnvironment): Promise<void> {
  await deadLetterQueue.send(message);
  expect(await deadLetterQueue.attributes()).toEqual({ visible: 1, inFlight: 0 });
  const [held] = await deadLetterQueue.receive(60);
  expect(held).toMatchObject({ ...message, receiveCount: 1 });
  expect(await deadLetterQueue.attributes()).toEqual({ visible: 0, inFlight: 1 });
  expect(await deadLetterQueue.receive(60)).toEqual([]);
  if (held) await deadLetterQueue.release(held);
  expect(await deadLetterQueue.attributes()).toEqual({ visible: 1, inFlight: 0 });
}

const xmlns = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

function described(outputs: Record<string, string>): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse xmlns="${xmlns}"><DescribeStacksResult><Stacks><member>
    <StackId>arn:aws:cloudformation:us-east-1:123456789012:stack/Tagwright-dev/1</StackId>
    <StackName>Tagwright-dev</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime>
    <StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${members.join('')}</Outputs>
    </member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

function refused(code: string, message: string): string {
  return `<ErrorResponse xmlns="${xmlns}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}
