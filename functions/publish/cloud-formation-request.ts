import * as z from 'zod';

/** Of the custom resource `Custom::TagwrightRuleset`; CloudFormation makes every value a text. */
const properties = z.object({
  /** Of the file's ruleset: a changed one is what makes CloudFormation ask at all. */
  Digest: z.string(),
  /** `-c rules=`. */
  Mode: z.enum(['publish', 'force', 'skip']),
  /** Of `force`, which is asked for once. */
  ForcedAt: z.string().optional(),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
export const cloudFormationRequest = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  RequestId: z.string(),
  StackId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string().optional(),
  /** Takes one PUT of the answer, presigned. */
  ResponseURL: z.url(),
  ResourceProperties: properties,
  OldResourceProperties: properties.optional(),
});

export type CloudFormationRequest = z.infer<typeof cloudFormationRequest>;
export type RulesetProperties = z.infer<typeof properties>;
