import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import type { Environment } from '../../environments.ts';
import { awsFault } from './aws-fault.ts';
import { EnvironmentError } from './environment-error.ts';

const described = z.object({
  StackId: z.string(),
  StackStatus: z.string(),
  Outputs: z.array(z.object({ OutputKey: z.string(), OutputValue: z.string() })).default([]),
});

/** The stack's outputs, by name. @throws EnvironmentError */
export async function describeStack(
  client: CloudFormationClient,
  environment: Environment,
): Promise<Record<string, string>> {
  const { name, region, account } = environment;
  const stackName = `Tagwright-${name}`;
  const answer = await client
    .send(new DescribeStacksCommand({ StackName: stackName }))
    .catch((error: unknown) => {
      throw isAbsent(error) ? absent(stackName, environment) : awsFault(error, region);
    });
  const stack = described.parse(answer.Stacks?.[0]);
  const inAccount = stack.StackId.split(':')[4];
  if (account !== undefined && inAccount !== account) {
    throw new EnvironmentError(
      `These credentials are for account ${inAccount}, and ${name} is in ${account} (infra/environments.ts): look at AWS_PROFILE.`,
    );
  }
  return Object.fromEntries(stack.Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}

/** CloudFormation has no error of its own for it. */
function isAbsent(error: unknown): boolean {
  return (
    error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist')
  );
}

function absent(stackName: string, { name, region }: Environment): EnvironmentError {
  return new EnvironmentError(
    `There is no stack ${stackName} in ${region} for these AWS credentials: look at AWS_PROFILE and infra/environments.ts, or deploy it (npx cdk deploy -c env=${name}).`,
  );
}
