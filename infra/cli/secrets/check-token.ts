import { createIntercomClient, type IntercomClient } from '../../../functions/intercom/client.ts';
import { IntercomResponseError } from '../../../functions/intercom/errors/intercom-response-error.ts';
import type { Admin } from '../../../functions/intercom/schemas/admin.ts';
import type { OpenedEnvironment } from '../environment/opened-environment.ts';
import { OpsError } from '../ops/ops-error.ts';
import { readRegion } from './read-region.ts';

/**
 * Asks Intercom whose token it is, before anything is stored. @returns the admin in whose name will be tagged
 * @throws OpsError where the token is refused, or is of another workspace or region, or has no such admin
 */
export async function checkToken(
  { name, appId, workspace }: Pick<OpenedEnvironment, 'name' | 'appId' | 'workspace'>,
  token: string,
  adminId: string | undefined,
): Promise<Admin> {
  if (workspace === null) throw new OpsError('The local stack keeps no secrets.');
  const client = createIntercomClient({ token, baseUrl: workspace.baseUrl });
  const me = await client.identifyAdmin().catch((error: unknown) => {
    if (!(error instanceof IntercomResponseError) || error.status >= 500) throw error;
    throw new OpsError(
      `Intercom refuses this access token (${error.status} ${error.code}): copy it again from Developer Hub > your app > Authentication, and look whether ${name} is in the region ${workspace.region} (infra/environments.ts).`,
      { cause: error },
    );
  });
  if (me.workspaceId !== null && me.workspaceId !== appId) {
    throw new OpsError(
      `This access token is of the workspace ${me.workspaceId}, and ${name} is for ${appId} (infra/environments.ts). Nothing was changed.`,
    );
  }
  const region = readRegion(me.region);
  if (region !== null && region !== workspace.region) {
    throw new OpsError(
      `This workspace is in the region ${region}, and ${name} says ${workspace.region} (infra/environments.ts). Nothing was changed.`,
    );
  }
  return adminId === undefined || adminId === me.id ? me : findAdmin(client, adminId);
}

async function findAdmin(client: IntercomClient, adminId: string): Promise<Admin> {
  const admins = await client.listAdmins();
  const found = admins.find(({ id }) => id === adminId);
  if (found !== undefined) return found;
  const known = admins.slice(0, 10).map(({ id, name }) => `${id} ${name ?? ''}`.trim());
  throw new OpsError(
    `The workspace has no admin ${adminId}; it has ${known.join(', ')}. Nothing was changed.`,
  );
}
