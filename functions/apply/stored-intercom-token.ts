import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ConfigError } from '../platform/config-error.ts';
import { SETTINGS } from '../platform/settings.ts';
import { identifyOwnWorkspace } from './identify-own-workspace.ts';
import { createIntercomToken, type IntercomToken } from './intercom-token.ts';

/** The token in Secrets Manager; none but one of the workspace `appId` is handed out. */
export function createStoredIntercomToken(settings: {
  intercomSecretArn: string;
  appId: string;
  intercomBaseUrl: string;
}): IntercomToken {
  const client = new SecretsManagerClient();
  return createIntercomToken(
    () => readSecret(client, settings.intercomSecretArn),
    identifyOwnWorkspace(settings),
  );
}

async function readSecret(client: SecretsManagerClient, arn: string): Promise<string> {
  const unset = 'names a secret that has no text yet';
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (SecretString !== undefined) return SecretString;
  } catch (cause) {
    // The stack makes its secrets without a value, and that is what AWS says of one.
    if (!(cause instanceof ResourceNotFoundException)) throw cause;
    throw new ConfigError(SETTINGS.intercomSecretArn, unset, { cause });
  }
  throw new ConfigError(SETTINGS.intercomSecretArn, unset);
}
