import * as z from 'zod';

const environmentSchema = z
  .strictObject({
    /** AWS region of the stack. */
    region: text(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as eu-west-1'),
    /** AWS account; without it, the account of the credentials that deploy. */
    account: text(/^\d{12}$/, 'an account number of 12 digits').optional(),
    intercom: z.strictObject({
      /** Where the workspace is hosted. */
      region: z.enum(['us', 'eu', 'au'], expected('one of us, eu and au')),
      /** `app_id` of the workspace, as in the address of its inbox. The stack works for no other one. */
      appId: text(/^[a-z0-9_-]+$/i, 'the app_id of a workspace, as in the address of its inbox'),
      /** In whose name conversations and tickets are tagged; without it, the admin of the access token. */
      adminId: text(/^\d+$/, 'the number of an admin, as text').optional(),
    }),
    /** The webhook's own host name; without it, API Gateway's. */
    domain: z
      .strictObject({
        name: z.hostname(expected('a host name such as hooks.example.com')),
        /** Of ACM, in the stack's region. */
        certificateArn: text(/^arn:aws[a-z-]*:acm:/, 'the ARN of a certificate in ACM'),
      })
      .optional(),
    /** Data outlives the stack, and the table refuses to be deleted. */
    isProtected: z.boolean(expected('true or false')),
    /** Minutes between two runs of sync: scheduled rules, the catalogue, what webhooks missed. */
    syncEveryMinutes: int(5, 60, 'minutes'),
    /** Days; 0 keeps no message text. */
    textRetentionDays: int(0, 3650, 'days'),
    /** Days that a record lives, and the log of the functions with it. */
    logRetentionDays: int(1, 3650, 'days'),
    /** Changes that a rule may make within an hour where it has no `limit` of its own; more wait for a person. */
    changesPerHour: int(1, 1_000_000, 'changes'),
    /** Instances of apply at once. */
    maximumConcurrency: int(2, 1000, 'instances, the bounds of SQS'),
    /** Memory of apply: 448 MB hold 10,000 rules twice, as a new version needs, 896 the most that there may be, 20,000. */
    applyMemoryMb: int(384, 3008, 'MB').default(448),
    /** Who hears of alarms: e-mail addresses and HTTPS endpoints. SNS asks each to confirm. */
    alarmTargets: z.array(
      z.union([z.email(), z.url({ protocol: /^https$/ })], expected('an e-mail address or an https URL')),
    ),
  })
  .check(({ value, issues }) => {
    const refuse = (path: string[], message: string) =>
      issues.push({ code: 'custom', path, message, input: value });
    const { region, domain, textRetentionDays, logRetentionDays } = value;
    // API Gateway takes a certificate of its own region only, and says so after minutes.
    if (domain !== undefined && domain.certificateArn.split(':')[3] !== region)
      refuse(['domain', 'certificateArn'], `expected a certificate of the region ${region}`);
    if (textRetentionDays > logRetentionDays)
      refuse(
        ['textRetentionDays'],
        `expected at most logRetentionDays, ${logRetentionDays}: a text goes with its record`,
      );
  });

export type Environment = z.infer<typeof environmentSchema> & { name: string };

/** How a team's stacks differ, and the only place that says so. */
export const ENVIRONMENTS: Record<string, z.input<typeof environmentSchema>> = {
  dev: {
    region: 'us-east-1',
    intercom: { region: 'us', appId: 'tagwright-dev' },
    isProtected: false,
    syncEveryMinutes: 15,
    textRetentionDays: 30,
    logRetentionDays: 30,
    changesPerHour: 1_000,
    maximumConcurrency: 10,
    alarmTargets: [],
  },
  staging: {
    region: 'us-east-1',
    intercom: { region: 'us', appId: 'tagwright-staging' },
    isProtected: false,
    syncEveryMinutes: 15,
    textRetentionDays: 30,
    logRetentionDays: 30,
    maximumConcurrency: 10,
    changesPerHour: 1_000,
    alarmTargets: [],
  },
  production: {
    region: 'us-east-1',
    intercom: { region: 'us', appId: 'tagwright' },
    isProtected: true,
    syncEveryMinutes: 15,
    textRetentionDays: 30,
    logRetentionDays: 400,
    changesPerHour: 1_000,
    maximumConcurrency: 10,
    alarmTargets: [],
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

  const parsed = environmentSchema.safeParse(environments[name], { reportInput: true });
  if (parsed.success) return { environment: { name, ...parsed.data } };
  return { fault: parsed.error.issues.map((issue) => `Environment "${name}", ${faultOf(issue)}`).join('\n') };
}

function faultOf({ path, message, input }: z.core.$ZodIssue): string {
  const where = path.join('.') || 'as a whole';
  // What is an object has its faults told key by key.
  const given = input === undefined || typeof input === 'object' ? '' : ` (it is ${JSON.stringify(input)})`;
  return `${where}: ${message}${given}`;
}

function text(pattern: RegExp, what: string) {
  return z.string(expected(what)).regex(pattern, expected(what));
}

function int(minimum: number, maximum: number, what: string) {
  const error = expected(`${minimum} to ${maximum} ${what}`);
  return z.int(error).min(minimum, error).max(maximum, error);
}

function expected(what: string): { error: (issue: { input?: unknown }) => string } {
  return {
    error: ({ input }) => (input === undefined ? `is missing; expected ${what}` : `expected ${what}`),
  };
}

/** Names of queues and functions are made of it, and they have at most 64 characters. */
const NAME = /^[a-z][a-z0-9-]{0,19}$/;
const NAME_RULE = 'at most 20 small letters, digits and hyphens, and begins with a letter';
