import { describe, expect, it } from 'vitest';
import { answerCloudFormation } from '../../../functions/publish/answer-cloud-formation.ts';
import { DeployRefusedError } from '../../../functions/publish/deploy-refused-error.ts';
import { keptLog } from '../../support/silent-log.ts';

const request = {
  RequestType: 'Create',
  RequestId: 'request-1',
  StackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/Tagwright-test/1',
  LogicalResourceId: 'Ruleset',
  ResponseURL: 'https://answers.test/one?signed',
  ResourceProperties: { ServiceToken: 'arn', ServiceTimeout: '480', Digest: 'abc', Mode: 'publish' },
};

/** Keeps what is put; the first answers are these statuses, then 200. */
function setup(...statuses: number[]) {
  const puts: { url: string; answer: Record<string, unknown>; contentType: string | null }[] = [];
  const log = keptLog();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const sent = new Request(input, init);
    const answer: Record<string, unknown> = JSON.parse(await sent.text());
    puts.push({ url: sent.url, answer, contentType: sent.headers.get('content-type') });
    return new Response(null, { status: statuses.shift() ?? 200 });
  };
  return { puts, log, deps: { fetch, log } };
}

describe('CloudFormation', () => {
  it('is answered at its URL, without the content type that its signature leaves out', async () => {
    const { puts, deps } = setup();
    await answerCloudFormation(deps, request, async () => 'rules/test.yaml is version 1.');
    expect(puts).toEqual([
      {
        url: request.ResponseURL,
        contentType: null,
        answer: {
          Status: 'SUCCESS',
          Reason: 'rules/test.yaml is version 1.',
          StackId: request.StackId,
          RequestId: 'request-1',
          LogicalResourceId: 'Ruleset',
          PhysicalResourceId: 'ruleset',
        },
      },
    ]);
  });

  it('is told why a deploy is refused, and nothing of that is logged, for it names people', async () => {
    const { puts, log, deps } = setup();
    await answerCloudFormation(deps, request, async () => {
      throw new DeployRefusedError('ana@example.test published version 2');
    });
    expect(puts[0]?.answer).toMatchObject({
      Status: 'FAILED',
      Reason: 'ana@example.test published version 2',
    });
    expect(JSON.stringify(log.lines)).not.toContain('ana@');
  });

  it('gets an answer also of what nobody expected, in at most 4,096 bytes', async () => {
    const { puts, log, deps } = setup();
    await answerCloudFormation(deps, { ...request, PhysicalResourceId: 'before' }, async () => {
      throw new Error('x'.repeat(10_000));
    });
    expect(puts[0]?.answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'before' });
    expect(JSON.stringify(puts[0]?.answer).length).toBeLessThan(4_096);
    expect(log.lines.map(({ level }) => level)).toContain('error');
  });

  it('is answered again where it did not take the answer', async () => {
    const { puts, deps } = setup(500, 503);
    await answerCloudFormation(deps, request, async () => 'done');
    expect(puts).toHaveLength(3);
  });
});
