import { expect, it } from 'vitest';
import { identifyOwnWorkspace } from '../../../functions/apply/identify-own-workspace.ts';
import { ConfigError } from '../../../functions/platform/config-error.ts';
import { startWorkspace } from '../../support/start-workspace.ts';

it("names the token's admin in its own workspace, and refuses the token of any other", async () => {
  await using started = await startWorkspace({});
  const { appId, token, admins } = started.workspace.options;
  const identifyIn = (own: string) =>
    identifyOwnWorkspace({ appId: own, intercomBaseUrl: started.url })(token);

  expect(await identifyIn(appId)).toBe(admins[0]?.id);
  const refused = identifyIn('another');
  await expect(refused).rejects.toBeInstanceOf(ConfigError);
  await expect(refused).rejects.toThrow(
    'INTERCOM_SECRET_ARN holds the token of another workspace than INTERCOM_APP_ID',
  );
});
