import { AwsV4Signer } from 'aws4fetch';
import * as z from 'zod/mini';
import { ConfigError } from '../platform/config-error.ts';
import { parseJson } from '../platform/parse-json.ts';
import { type Environment, readEnv } from '../platform/read-env.ts';
import { SETTINGS } from '../platform/settings.ts';
import { TagwrightError } from '../tagwright-error.ts';
import { post } from './post.ts';

/** Calls one operation of an AWS service that speaks JSON (1.0 or 1.1) and returns its answer. */
export type CallAws = (
  service: 'sqs' | 'secretsmanager',
  target: string,
  body: Record<string, unknown>,
  signal: AbortSignal,
) => Promise<unknown>;

class AwsCallError extends TagwrightError {
  override name = 'AwsCallError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(`AWS answered ${status} ${code}`);
    this.status = status;
    this.code = code;
  }
}

const lambdaEnvironment = z.object({
  AWS_REGION: z.string(),
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
  AWS_SESSION_TOKEN: z.optional(z.string()),
  AWS_ENDPOINT_URL: z.optional(z.url()),
});

/**
 * Signs with the credentials that Lambda puts into the environment; they hold as long as its sandbox does.
 * Two calls do not pay for two SDK clients: see docs/adr/0030 and 0040.
 */
export function createCallAws(env: Environment): CallAws {
  const aws = readEnv(lambdaEnvironment, env);
  return async function callAws(service, target, body, signal) {
    const url = aws.AWS_ENDPOINT_URL ?? `https://${service}.${aws.AWS_REGION}.amazonaws.com`;
    const json = JSON.stringify(body);
    const signed = await new AwsV4Signer({
      method: 'POST',
      url: new URL('/', url).href,
      service,
      region: aws.AWS_REGION,
      accessKeyId: aws.AWS_ACCESS_KEY_ID,
      secretAccessKey: aws.AWS_SECRET_ACCESS_KEY,
      ...(aws.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: aws.AWS_SESSION_TOKEN }),
      headers: {
        'content-type': `application/x-amz-json-${service === 'sqs' ? '1.0' : '1.1'}`,
        'x-amz-target': target,
      },
      body: json,
    }).sign();
    const headers = Object.fromEntries(signed.headers);
    const { status, text } = await post(signed.url.href, { headers, body: json, signal });
    const answer = parseJson(text);
    if (status !== 200) throw new AwsCallError(status, codeOf(answer));
    return answer;
  };
}

const secretValue = z.object({ SecretString: z.string() });

/** Reads the webhook secret's text from Secrets Manager. */
export async function readSecret(call: CallAws, secretId: string): Promise<string> {
  const answer = await call(
    'secretsmanager',
    'secretsmanager.GetSecretValue',
    { SecretId: secretId },
    AbortSignal.timeout(1_000),
  );
  const result = secretValue.safeParse(answer);
  if (!result.success) throw new ConfigError(SETTINGS.webhookSecretArn, 'names a secret that holds no text');
  return result.data.SecretString;
}

function codeOf(answer: unknown): string {
  const result = z.object({ __type: z.string() }).safeParse(answer);
  return result.success ? (result.data.__type.split('#').at(-1) ?? 'unknown') : 'unknown';
}
