import { activateRuleset } from '../../functions/apply/active-ruleset.ts';
import type { Ruleset } from '../../functions/rules/model.ts';
import { systemClock } from '../../infra/local/clock.ts';
import { type LocalStack, type LocalStackOptions, startLocalStack } from '../../infra/local/stack.ts';
import { type RunningWorkspace, serveWorkspace } from '../../infra/local/workspace/serve.ts';
import { createWorkspace, type Workspace } from '../../infra/local/workspace/workspace.ts';
import { plantTexts } from './log-leaks.ts';
import { hubSignature } from './signed.ts';
import { keptLog, keptMetrics } from './silent-log.ts';

/** The whole service on real parts: the workspace emulator, HTTP, the queue and dynalite. */
export interface LocalService {
  workspace: Workspace;
  intercom: RunningWorkspace;
  stack: LocalStack;
  log: ReturnType<typeof keptLog>;
  metrics: ReturnType<typeof keptMetrics>;
  /** Posts a body as Intercom does; the status. */
  post: (body: string | object, signature?: string) => Promise<number>;
  /** Calls the emulator's API with its token. */
  api: (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;
  close: () => Promise<void>;
}

export const clientSecret = 'local-client-secret';

/** Without a ruleset, by what is published in the table. */
export async function startLocalService(
  ruleset: Ruleset | undefined,
  options: Partial<LocalStackOptions> & { workspace?: Parameters<typeof createWorkspace>[0] } = {},
): Promise<LocalService> {
  const workspace = createWorkspace(options.workspace);
  const intercom = await serveWorkspace(workspace);
  const { token, appId } = workspace.options;
  const log = keptLog();
  const metrics = keptMetrics();
  const active = ruleset && activateRuleset(ruleset, 1);
  const stack = await startLocalStack({
    port: 0,
    clock: systemClock,
    intercom: { baseUrl: intercom.url, token },
    clientSecret,
    appId,
    ...(active && { rulesets: async () => active }),
    log,
    metrics,
    ...options,
  });
  return {
    workspace,
    intercom,
    stack,
    log,
    metrics,
    async post(body, signature) {
      plantTexts(body);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const headers = { 'X-Hub-Signature': signature ?? hubSignature(text, clientSecret) };
      return (await fetch(stack.webhookUrl, { method: 'POST', body: text, headers })).status;
    },
    async api(method, path, body) {
      plantTexts(body);
      const response = await fetch(`${intercom.url}${path}`, {
        method,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return JSON.parse(await response.text());
    },
    async close() {
      await stack.close();
      await intercom.close();
    },
  };
}
