import { createIntercomClient, type IntercomClientOptions } from '../intercom/client.ts';
import { ConfigError } from '../platform/config-error.ts';
import { SETTINGS } from '../platform/settings.ts';
import type { IdentifyToken } from './intercom-token.ts';

/**
 * Whose token it is, by `GET /me`. Throws a ConfigError where it is of another workspace than `appId`: a stack that
 * was given another environment's token must not tag there by its rules.
 */
export function identifyOwnWorkspace({
  appId,
  intercomBaseUrl,
  intercomOptions,
}: {
  appId: string;
  intercomBaseUrl: string;
  intercomOptions?: Partial<IntercomClientOptions>;
}): IdentifyToken {
  return async function identify(token) {
    const client = createIntercomClient({
      token,
      baseUrl: intercomBaseUrl,
      tryTimeoutMs: 5_000,
      timeoutMs: 5_000,
      maxWaitMs: 0,
      ...intercomOptions,
    });
    const { id, workspaceId } = await client.identifyAdmin();
    if (workspaceId === null || workspaceId === appId) return id;
    throw new ConfigError(
      SETTINGS.intercomSecretArn,
      `holds the token of another workspace than ${SETTINGS.intercomAppId}`,
    );
  };
}
