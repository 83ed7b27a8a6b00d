import { join } from 'node:path';
import * as z from 'zod';
import { createIntercomClient } from '../../../functions/intercom/client.ts';
import { IntercomNetworkError } from '../../../functions/intercom/errors/intercom-network-error.ts';
import { IntercomResponseError } from '../../../functions/intercom/errors/intercom-response-error.ts';
import { REGION_URLS } from '../../../functions/intercom/regions.ts';
import type { AdminWithApp } from '../../../functions/intercom/schemas/admin.ts';
import type { RulesetFile } from '../../../functions/store/publish-ruleset.ts';
import { announceStack } from '../control/announce-stack.ts';
import { startLocalStack } from '../stack.ts';
import { startDynalite } from '../start-dynalite.ts';
import { createFileLog } from './file-log.ts';
import { holdFolder } from './hold-folder.ts';
import { noMetrics } from './no-metrics.ts';
import { onPort } from './on-port.ts';
import { type LiveOptions, type StartOptions, UsageError } from './options.ts';
import { publishRules } from './publish-rules.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** The functions on this machine, at work on a real workspace. Ends with Ctrl-C. @returns the exit status */
export async function startLive(
  options: StartOptions,
  live: LiveOptions,
  rules: RulesetFile,
): Promise<number> {
  const baseUrl = live.baseUrl ?? REGION_URLS[live.region];
  const me = await identify(live, baseUrl);
  const { appId, appName } = workspaceOf(me);
  console.log(`Workspace ${appName} (${appId}, ${live.region}), as ${me.name ?? `admin ${me.id}`}`);

  const data = join(options.data, appId);
  const letGo = holdFolder(data, { reset: false });
  const log = createFileLog(join(data, 'functions.log'), Date.now);
  const database = await startDynalite(join(data, 'table'));
  const version = await publishRules(database, rules);
  const stack = await onPort(options.port, () =>
    startLocalStack({
      port: options.port,
      dataDir: data,
      database,
      intercom: { baseUrl, token: live.accessToken },
      clientSecret: live.clientSecret,
      appId,
      adminId: live.adminId ?? me.id,
      shadow: !live.apply,
      log,
      metrics: noMetrics,
      syncEveryMinutes: 15,
    }),
  );
  const announced = await announceStack(stack, { folder: data, appId, intercom: { baseUrl } });
  console.log(`${live.apply ? 'Tagging for real.' : 'Every rule is in shadow: nothing is tagged without --apply.'}
Webhooks come in at ${stack.webhookUrl}; README.md says how to let Intercom reach it.
Rules: ${options.rules}, ${version}.
Records are kept in ${data}, the log in ${join(data, 'functions.log')}. Ctrl-C ends.`);
  await untilInterrupted();
  await announced.close();
  await stack.close();
  await log.close();
  letGo();
  return 0;
}

async function identify(live: LiveOptions, baseUrl: string): Promise<AdminWithApp> {
  try {
    return await createIntercomClient({ token: live.accessToken, baseUrl }).identifyAdmin();
  } catch (error) {
    if (error instanceof IntercomResponseError) {
      const hint = error.status === 401 ? 'check INTERCOM_ACCESS_TOKEN and INTERCOM_REGION' : 'try again';
      throw new UsageError(`Intercom answered ${error.status} to "who am I": ${hint}.`, { cause: error });
    }
    if (!(error instanceof IntercomNetworkError)) throw error;
    throw new UsageError(`${baseUrl} could not be reached; is this machine online?`, { cause: error });
  }
}

const app = z.object({
  app: z.object({ id_code: z.string().regex(/^[\w-]+$/), name: z.string().nullish() }),
});

/** The id also names a folder, so it is held to what Intercom's ids are made of. */
function workspaceOf(me: AdminWithApp): { appId: string; appName: string } {
  const read = app.safeParse(me.raw);
  if (!read.success) throw new UsageError('Intercom did not say which workspace this token is for.');
  const { id_code: appId, name } = read.data.app;
  return { appId, appName: name ?? 'without a name' };
}
