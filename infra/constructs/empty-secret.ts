import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

/**
 * A secret without a value: whoever operates the stack sets it after the first deploy. The L2
 * construct always generates a value, and a generated token would look like a set one.
 */
export function createEmptySecret(
  scope: Construct,
  id: string,
  props: { name: string; description: string; isProtected: boolean },
): CfnSecret {
  const secret = new CfnSecret(scope, id, { name: props.name, description: props.description });
  secret.applyRemovalPolicy(props.isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions::AwsSolutions-SMG4',
    reason:
      'Intercom issues the value and has no API that rotates it; docs/operations.md says how a person does.',
  });
  return secret;
}
