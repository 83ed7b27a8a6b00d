import { createIntercomClient } from '../../../functions/intercom/client.ts';
import { createTable } from '../../../functions/store/table.ts';
import { EnvironmentError } from '../../../infra/cli/environment/environment-error.ts';
import { createFifoMessageQueue } from '../../../infra/cli/environment/fifo-message-queue.ts';
import type { OpenedEnvironment, SecretName } from '../../../infra/cli/environment/opened-environment.ts';
import { parseIntercomSecret } from '../../../infra/cli/secrets/intercom-secret.ts';
import { systemClock } from '../../../infra/local/clock.ts';
import type { LocalService } from '../local-service.ts';

/** A local service as `ops` sees a deployed one: with an address, and secrets, which lie in memory. */
export function serviceEnvironment(
  { stack, workspace, intercom }: LocalService,
  stored: Partial<Record<SecretName, string>>,
): OpenedEnvironment {
  const { client: dynamo, tableName } = stack.database;
  const { appId } = workspace.options;
  return {
    name: 'dev',
    flags: '--env dev',
    isLocal: false,
    isRunning: true,
    appId,
    region: 'us-east-1',
    dynamo,
    tableName,
    table: createTable(dynamo, tableName, Date.now),
    queue: createFifoMessageQueue(stack.queue, systemClock),
    deadLetterQueue: createFifoMessageQueue(stack.deadLetterQueue, systemClock),
    secrets: {
      read: async (name) => stored[name] ?? null,
      write: async (name, text) => {
        stored[name] = text;
      },
    },
    textDays: 30,
    recordDays: 400,
    changesPerHour: 1_000,
    outputs: { WebhookUrl: stack.webhookUrl },
    workspace: { baseUrl: intercom.url, region: 'us', adminId: undefined },
    metricSums: async () => null,
    eventSource: async () => ({ id: 'mapping-1', state: 'Enabled', reason: 'USER_INITIATED' }),
    alarms: async () => [{ name: 'dead-letters', isOn: false, since: null, isHeard: true }],
    async intercom() {
      const { access_token: token } = parseIntercomSecret(stored.intercom ?? null);
      if (token === undefined) throw new EnvironmentError('The secret intercom is not set yet.');
      return createIntercomClient({ token, baseUrl: intercom.url });
    },
    now: Date.now,
    close: async () => undefined,
  };
}
