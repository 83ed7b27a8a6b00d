import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/**
 * Whether an update of the stack is being taken back. A custom resource is not told: the properties of before come as
 * those of any update, and a person who deploys an older file sends the same.
 */
export async function isRollingBack(client: CloudFormationClient, stackId: string): Promise<boolean> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackId }));
  return Stacks?.[0]?.StackStatus?.includes('ROLLBACK') ?? false;
}
