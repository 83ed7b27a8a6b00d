import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { createCallAws, readSecret } from '../../../functions/receive/call-aws.ts';
import { createSqsSender } from '../../../functions/receive/sqs-sender.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

interface Call {
  headers: IncomingMessage['headers'];
  body: unknown;
}

/** AWS's JSON endpoint, answering each call in turn. */
async function startAws(answers: ((response: ServerResponse) => void)[]) {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      calls.push({ headers: request.headers, body });
      answers[calls.length - 1]?.(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const env = {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_SESSION_TOKEN: 'session',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  };
  return { calls, call: createCallAws(env), queueUrl: `http://127.0.0.1:${port}/1/queue.fifo` };
}

const ok = (response: ServerResponse) => void response.end('{"MessageId":"1"}');
const fail = (response: ServerResponse) => {
  response.statusCode = 500;
  response.end('{"__type":"com.amazonaws.sqs#InternalFailure"}');
};
const hang = () => {};
const message = { groupId: 'a', deduplicationId: '1', body: 'text', attributes: { kind: 'notification' } };

it('signs one SendMessage', async () => {
  const { calls, call, queueUrl } = await startAws([ok]);
  await createSqsSender(call, { queueUrl })(message);
  expect(calls).toMatchObject([
    {
      headers: { 'x-amz-target': 'AmazonSQS.SendMessage', 'content-type': 'application/x-amz-json-1.0' },
      body: {
        QueueUrl: queueUrl,
        MessageBody: 'text',
        MessageGroupId: 'a',
        MessageDeduplicationId: '1',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'notification' } },
      },
    },
  ]);
  const { authorization } = calls[0]?.headers ?? {};
  expect(authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sqs\/aws4_request/,
  );
  expect(calls[0]?.headers['x-amz-security-token']).toBe('session');
});

it('tries twice', async () => {
  const { calls, call, queueUrl } = await startAws([fail, ok]);
  await createSqsSender(call, { queueUrl })(message);
  expect(calls).toHaveLength(2);
});

it('gives up after two failures, with the cause', async () => {
  const { calls, call, queueUrl } = await startAws([fail, fail]);
  await expect(createSqsSender(call, { queueUrl })(message)).rejects.toMatchObject({
    name: 'QueueSendError',
    cause: { status: 500, code: 'InternalFailure' },
  });
  expect(calls).toHaveLength(2);
});

it('does not wait for a queue that hangs', async () => {
  const { call, queueUrl } = await startAws([hang, hang]);
  await expect(createSqsSender(call, { queueUrl, timeoutMs: 20 })(message)).rejects.toMatchObject({
    name: 'QueueSendError',
    cause: { name: 'AbortError', cause: { name: 'TimeoutError' } },
  });
});

it("reads a secret's text", async () => {
  const { call, calls } = await startAws([(response) => response.end('{"SecretString":"text"}')]);
  expect(await readSecret(call, 'arn:secret')).toBe('text');
  expect(calls).toMatchObject([
    { headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' }, body: { SecretId: 'arn:secret' } },
  ]);
});
