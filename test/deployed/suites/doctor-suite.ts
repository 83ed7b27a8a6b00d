import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Stage } from '../stage.ts';

const report = z.object({
  checks: z.array(z.object({ name: z.string(), status: z.string(), mend: z.string().optional() })),
});

/** What the doctor says of what is broken on purpose. The last of these leaves staging without its queue. */
export function doctorSuite(stage: () => Stage): void {
  const redsOfStaging = async (now?: number) => {
    const { status, stdout } = await stage().staging.ops(
      ['doctor', '--json'],
      now === undefined ? {} : { now },
    );
    expect(status).toBe(1);
    const { checks } = report.parse(JSON.parse(stdout));
    return Object.fromEntries(
      checks.flatMap(({ name, status, mend }) => (status === 'red' ? [[name, mend]] : [])),
    );
  };

  describe('the doctor', () => {
    it('is red, with what to do, where the clock is off', async () => {
      expect(await redsOfStaging(Date.now() - 600_000)).toEqual({
        clock: expect.stringContaining('timedatectl'),
      });
    });

    it('is red, with what to do, where the token is wrong', async () => {
      await stage().staging.putSecret('IntercomSecretArn', { access_token: 'revoked' });
      expect(await redsOfStaging()).toEqual({ token: expect.stringContaining('secrets set --env staging') });
      await stage().staging.putSecret('IntercomSecretArn', { access_token: stage().staging.token });
    });

    it('is red, with what to do, where nothing brings messages to apply', async () => {
      const { aws, staging } = stage();
      const lambda = new LambdaClient(aws.clientConfig);
      const { EventSourceMappings: [mapping] = [] } = await lambda.send(
        new ListEventSourceMappingsCommand({ FunctionName: 'tagwright-staging-apply' }),
      );
      const enable = (Enabled: boolean) =>
        lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping?.UUID, Enabled }));
      await enable(false);
      expect(await redsOfStaging()).toEqual({
        'event source': expect.stringContaining(`--uuid ${mapping?.UUID} --enabled`),
      });
      await enable(true);
      expect((await staging.ops(['doctor'])).status).toBe(0);
    });

    it('is red, with what to do, where the queue is missing', async () => {
      const { aws, staging } = stage();
      const QueueUrl = staging.output('QueueUrl');
      await new SQSClient(aws.clientConfig).send(new DeleteQueueCommand({ QueueUrl }));
      expect(await redsOfStaging()).toEqual({
        queue: expect.stringContaining('npx cdk deploy -c env=staging'),
      });
    });
  });
}
