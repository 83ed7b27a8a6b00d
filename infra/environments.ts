import * as z from 'zod';

const environmentSchema = z.strictObject({
  /** AWS region of the stack. */
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as eu-west-1'),
  /** AWS account; without it, the account of the credentials that deploy. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'an account number of 12 digits')
    .optional(),
  intercom: z.strictObject({
    region: z.enum(['us', 'eu', 'au']),
    /** `app_id` of the workspace, as in the address of its inbox. */
    appId: z.string().regex(/^[a-z0-9_-]+$/i, 'the app_id of a workspace'),
    /** In whose name conversations and tickets are tagged; without it, the admin of the access token. */
    adminId: z.string().regex(/^\d+$/, 'the number of an admin').optional(),
  }),
  /** The webhook's own host name; without it, API Gateway's. */
  domain: z
    .strictObject({
      name: z.hostname(),
      /** Of ACM, in the stack's region. */
      certificateArn: z.string().regex(/^arn:aws[a-z-]*:acm:/, 'the ARN of a certificate in ACM'),
    })
    .optional(),
  /** Data outlives the stack, and the table refuses to be deleted. */
  isProtected: z.boolean(),
  /** Days; 0 keeps no message text. */
  textRetentionDays: z.int().min(0).max(3650),
  /** Days that a record lives, and the log of the functions with it. */
  logRetentionDays: z.int().min(1).max(3650),
  /** Instances of apply at once; SQS takes 2 to 1000. */
  maximumConcurrency: z.int().min(2).max(1000),
  /** Who hears of alarms; SNS asks each to confirm. */
  alarmEmails: z.array(z.email()),
});

export type Environment = z.infer<typeof environmentSchema> & { name: string };

/** How a team's stacks differ, and the only place that says so. */
export const ENVIRONMENTS: Record<string, z.input<typeof environmentSchema>> = {
  dev: {
    region: 'us-east-1',
    intercom: { region: 'us', appId: 'tagwright-dev' },
    isProtected: false,
    textRetentionDays: 30,
    logRetentionDays: 30,
    maximumConcurrency: 10,
    alarmEmails: [],
  },
  production: {
    region: 'us-east-1',
    intercom: { region: 'us', appId: 'tagwright' },
    isProtected: true,
    textRetentionDays: 30,
    logRetentionDays: 400,
    maximumConcurrency: 10,
    alarmEmails: [],
  },
};

/** The environment of that name, or what is wrong with the name or its values, one line a fault. */
export function selectEnvironment(
  name: unknown,
  environments: Record<string, unknown> = ENVIRONMENTS,
): { environment: Environment } | { fault: string } {
  const known = Object.keys(environments).join(', ');
  if (typeof name !== 'string' || name === '') {
    return { fault: `Which environment? Give -c env=<name>, one of: ${known}` };
  }
  if (!Object.hasOwn(environments, name)) {
    return { fault: `Unknown environment "${name}"; infra/environments.ts knows: ${known}` };
  }
  if (!NAME.test(name)) return { fault: `Environment "${name}": a name has ${NAME_RULE}` };

  const parsed = environmentSchema.safeParse(environments[name]);
  if (parsed.success) return { environment: { name, ...parsed.data } };
  const faults = parsed.error.issues.map(
    ({ path, message }) => `Environment "${name}", ${path.join('.') || 'as a whole'}: ${message}`,
  );
  return { fault: faults.join('\n') };
}

/** Names of queues and functions are made of it, and they have at most 64 characters. */
const NAME = /^[a-z][a-z0-9-]{0,19}$/;
const NAME_RULE = 'at most 20 small letters, digits and hyphens, and begins with a letter';
