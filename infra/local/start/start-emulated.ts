import { join, resolve } from 'node:path';
import type { RulesetFile } from '../../../functions/store/publish-ruleset.ts';
import { announceStack } from '../control/announce-stack.ts';
import { startLocalStack } from '../stack.ts';
import { startDynalite } from '../start-dynalite.ts';
import { keepDataFile, readDataFile } from '../workspace/data-file.ts';
import { serveWorkspace } from '../workspace/serve.ts';
import { createWorkspace } from '../workspace/workspace.ts';
import { createFileLog } from './file-log.ts';
import { noMetrics } from './no-metrics.ts';
import { onPort } from './on-port.ts';
import { type StartOptions, UsageError } from './options.ts';
import { publishRules } from './publish-rules.ts';
import { dayReport, lastLine, runSampleDay } from './run-sample-day.ts';
import { tellMessages } from './tell-messages.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** Signs the emulator's notifications; it protects nothing. */
const clientSecret = 'local-secret';

/**
 * Workspace, functions and table on this machine, and the sample day through all of them.
 * @returns the exit status: 0 where every tag and record is as expected
 */
export async function startEmulated(options: StartOptions, rules: RulesetFile): Promise<number> {
  const { port, quiet, data } = options;
  const say = quiet ? () => undefined : (text: string) => console.log(text);
  // The kept records name the workspace's objects, so the workspace is kept beside them.
  const file = join(data, 'workspace.json');
  const workspace = createWorkspace({ saved: await keptWorkspace(file) });
  const [admin] = workspace.options.admins;
  const log = createFileLog(join(data, 'functions.log'), Date.now);
  let onApplied: () => void = () => undefined;
  const served = await onPort(
    port + 1,
    () => serveWorkspace(workspace, { port: port + 1 }),
    ', which the workspace needs beside --port',
  );
  const database = await startDynalite(join(data, 'table'));
  const version = await publishRules(database, rules);
  const stack = await onPort(port, () =>
    startLocalStack({
      port,
      dataDir: data,
      database,
      intercom: { baseUrl: served.url, token: workspace.options.token },
      clientSecret,
      appId: workspace.options.appId,
      ...(admin ? { adminId: admin.id } : {}),
      log: {
        ...log,
        info(message, fields) {
          log.info(message, fields);
          if (message === 'notification') onApplied();
        },
      },
      metrics: noMetrics,
      // Everything shares this one process: more at once would only make each of them slower.
      workers: 2,
      syncEveryMinutes: 15,
    }),
  ).catch(async (error: unknown) => {
    await served.close();
    throw error;
  });
  const { appId, token } = workspace.options;
  const announced = await announceStack(stack, {
    folder: data,
    appId,
    intercom: { baseUrl: served.url, token },
  });
  await workspace.subscribe({ url: stack.webhookUrl, secret: clientSecret });

  const kept = await keepDataFile(workspace, file);
  const interrupted = untilInterrupted();
  const adminId = admin?.id ?? '';
  const day = await Promise.race([
    runSampleDay({ workspace, url: served.url, stack, adminId, quiet, isJudged: isSampleRules(options) }),
    interrupted,
  ]);
  if (day) {
    const width = Math.min(process.stdout.columns ?? 80, 100);
    say(dayReport(day, width));
    if (!options.once) say(addresses(options, version, served.url, stack.webhookUrl, adminId));
    console.log(lastLine(day));
    if (!options.once) {
      const teller = await tellMessages({ listRecords: () => stack.listRecords(), say, width });
      onApplied = teller.tell;
      await interrupted;
      await teller.end();
    }
  }
  await announced.close();
  await stack.close();
  await served.close();
  await kept.close();
  await log.close();
  return day && day.failed > 0 ? 1 : 0;
}

async function keptWorkspace(file: string) {
  try {
    return await readDataFile(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read; npm start -- --reset begins anew.`, { cause: error });
  }
}

/** The samples say by hand what these rules should do, and of no others. */
function isSampleRules({ rules }: StartOptions): boolean {
  return resolve(rules) === resolve('rules/local.yaml');
}

function addresses(
  { rules, data }: StartOptions,
  version: string,
  workspaceUrl: string,
  webhookUrl: string,
  adminId: string,
): string {
  return `
Running until Ctrl-C:
  workspace   ${workspaceUrl}   token local-token, admin ${adminId}
  webhooks    ${webhookUrl}
  rules       ${rules}   ${version}
  records     ${data}/table, log in ${data}/functions.log

A message of your own (a new person, who then writes):
  api=${workspaceUrl}
  auth='Authorization: Bearer local-token'
  json='Content-Type: application/json'
  id=$(curl -s $api/contacts -H "$auth" -H "$json" \\
    -d '{"role":"lead","name":"Me"}' \\
    | sed 's/.*"id":"\\([0-9a-f]\\{24\\}\\)".*/\\1/')
  curl -s $api/conversations -H "$auth" -H "$json" \\
    -d '{"from":{"type":"lead","id":"'$id'"},"body":"I want my money back"}'
What becomes of it is told here.
`;
}
