import type { IntercomClient } from '../../../functions/intercom/client.ts';
import { IntercomResponseError } from '../../../functions/intercom/errors/intercom-response-error.ts';
import { isNotFound } from '../../../functions/intercom/errors/is-not-found.ts';
import { EnvironmentError } from '../environment/environment-error.ts';
import { adminIdIn } from '../secrets/intercom-secret.ts';
import { readRegion } from '../secrets/read-region.ts';
import { type Check, type Finding, ok, type Patient, red, skipped } from './check.ts';

/** From the token to what it may do. */
export const intercomChecks: Check[] = [
  {
    name: 'token',
    async look({ environment, commandOf }) {
      const set = commandOf('secrets set');
      try {
        const me = await (await environment.intercom()).identifyAdmin();
        return ok(`is ${me.name ?? 'an admin'}'s (${me.id})`);
      } catch (error) {
        if (error instanceof EnvironmentError) return red(error.message, withoutToken(environment, set));
        if (!isRefusal(error)) throw error;
        return red(
          `Intercom refuses it: ${error.status} ${error.code}`,
          `Copy it again from Developer Hub > your app > Authentication: ${set}.`,
        );
      }
    },
  },
  {
    name: 'workspace',
    look: (patient) =>
      withToken(patient, async (intercom, { environment, commandOf }) => {
        const { workspaceId } = await intercom.identifyAdmin();
        if (workspaceId === null || workspaceId === environment.appId) return ok(environment.appId);
        return red(
          `the token is of ${workspaceId}, and ${environment.name} is for ${environment.appId}`,
          `Set the token of the right workspace: ${commandOf('secrets set')}; or correct appId in infra/environments.ts and deploy.`,
        );
      }),
  },
  {
    name: 'region',
    look: (patient) =>
      withToken(patient, async (intercom, { environment }) => {
        const said = readRegion((await intercom.identifyAdmin()).region);
        const expected = environment.workspace?.region;
        if (said === null || expected === undefined) return skipped('Intercom does not say it');
        if (said === expected) return ok(said);
        return red(
          `the workspace is in ${said}, and ${environment.name} says ${expected}`,
          'Correct intercom.region in infra/environments.ts and deploy.',
        );
      }),
  },
  {
    name: 'admin',
    look: (patient) =>
      withToken(patient, async (intercom, { environment, commandOf }) => {
        const named = environment.workspace?.adminId ?? adminIdIn(await environment.secrets.read('intercom'));
        if (named === undefined) return ok("tags are set in the name of the token's own");
        const found = (await intercom.listAdmins()).find(({ id }) => id === named);
        if (found !== undefined) return ok(`tags are set in the name of ${found.name ?? 'admin'} (${named})`);
        return red(
          `the workspace has no admin ${named}`,
          environment.workspace?.adminId === undefined
            ? `Name another: ${commandOf('secrets set')}.`
            : 'Name another as intercom.adminId in infra/environments.ts and deploy.',
        );
      }),
  },
  {
    name: 'permissions',
    look: (patient) => withToken(patient, checkPermissions),
  },
];

/** Asks for objects that cannot be there: what is allowed is "not found", and nothing is changed. */
const PERMISSIONS: Record<string, (intercom: IntercomClient) => Promise<unknown>> = {
  'read tags': (intercom) => intercom.listTags(),
  'read admins': (intercom) => intercom.listAdmins(),
  'read conversations': (intercom) => intercom.retrieveConversation(NOBODY),
  'read contacts': (intercom) => intercom.showContact(NOBODY),
  'read companies': (intercom) => intercom.retrieveACompanyById(NOBODY),
  'write conversations': (intercom) =>
    intercom.detachTagFromConversation({ conversationId: NOBODY, tagId: NOBODY, adminId: NOBODY }),
  'write contacts': (intercom) => intercom.detachTagFromContact({ contactId: NOBODY, tagId: NOBODY }),
};
const NOBODY = '0';

async function checkPermissions(intercom: IntercomClient): Promise<Finding> {
  // Where the token itself is refused, permissions say nothing.
  await intercom.identifyAdmin();
  const missing: string[] = [];
  for (const [permission, ask] of Object.entries(PERMISSIONS)) {
    try {
      await ask(intercom);
    } catch (error) {
      if (isRefusal(error)) missing.push(permission);
      else if (!isNotFound(error) && !isAnswerOfAClientError(error)) throw error;
    }
  }
  if (missing.length === 0) return ok(`${Object.keys(PERMISSIONS).length} looked at`);
  return red(
    `the token may not ${missing.join(', ')}`,
    'Tick them in Developer Hub > your app > Authentication, and reinstall the app if it asks for it.',
  );
}

async function withToken(
  patient: Patient,
  look: (intercom: IntercomClient, patient: Patient) => Promise<Finding>,
): Promise<Finding> {
  try {
    return await look(await patient.environment.intercom(), patient);
  } catch (error) {
    if (error instanceof EnvironmentError || isRefusal(error)) return skipped('needs the token');
    throw error;
  }
}

/** The local stack keeps no secrets that could be set. */
function withoutToken({ isLocal, isRunning }: Patient['environment'], set: string): string {
  if (!isLocal) return `${set}.`;
  return isRunning ? 'Set the variables of npm start in this shell, too.' : 'Start it again: npm start.';
}

function isRefusal(error: unknown): error is IntercomResponseError {
  return error instanceof IntercomResponseError && (error.status === 401 || error.status === 403);
}

function isAnswerOfAClientError(error: unknown): boolean {
  return error instanceof IntercomResponseError && error.status >= 400 && error.status < 500;
}
