import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';

const oneOrMany = z.union([z.string().transform((action) => [action]), z.array(z.string())]);
const policyDocument = z.object({
  Statement: z.array(z.object({ Effect: z.literal('Allow'), Action: oneOrMany })),
});
const role = z.object({
  Properties: z.object({ Policies: z.array(z.object({ PolicyDocument: policyDocument })).default([]) }),
});
const policy = z.object({
  Properties: z.object({ PolicyDocument: policyDocument, Roles: z.array(z.object({ Ref: z.string() })) }),
});

/** Every action that each role may take, sorted, by the construct that the role belongs to. */
export function allowedActions(template: Template): Record<string, string[]> {
  const byRole: Record<string, string[]> = {};
  const add = (roleId: string, { Statement }: z.infer<typeof policyDocument>): void => {
    const owner = roleId.replace(/Role[0-9A-F]{8}$/, '');
    byRole[owner] = [...(byRole[owner] ?? []), ...Statement.flatMap(({ Action }) => Action)].sort();
  };
  for (const [id, resource] of Object.entries(template.findResources('AWS::IAM::Role'))) {
    for (const inline of role.parse(resource).Properties.Policies) add(id, inline.PolicyDocument);
  }
  for (const resource of Object.values(template.findResources('AWS::IAM::Policy'))) {
    const { Roles, PolicyDocument } = policy.parse(resource).Properties;
    for (const { Ref } of Roles) add(Ref, PolicyDocument);
  }
  return byRole;
}
