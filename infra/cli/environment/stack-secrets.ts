import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { EnvironmentError } from './environment-error.ts';
import type { SecretName, Secrets } from './opened-environment.ts';

/** The secrets that the stack's outputs name. */
export function createStackSecrets(
  client: SecretsManagerClient,
  outputs: Readonly<Record<string, string>>,
  environment: string,
): Secrets {
  const arnOf = (name: SecretName) => {
    const arn = outputs[OUTPUTS[name]];
    if (arn !== undefined) return arn;
    throw new EnvironmentError(`The stack of ${environment} has no secret ${name}.`);
  };
  return {
    async read(name) {
      try {
        const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arnOf(name) }));
        return SecretString ?? null;
      } catch (error) {
        // The stack makes secrets without a value: a secret that has none yet answers so too.
        if (error instanceof ResourceNotFoundException) return null;
        throw error;
      }
    },
    async write(name, text) {
      await client.send(new PutSecretValueCommand({ SecretId: arnOf(name), SecretString: text }));
    },
  };
}

const OUTPUTS: Record<SecretName, string> = {
  webhook: 'WebhookSecretArn',
  intercom: 'IntercomSecretArn',
};
