import { RemovalPolicy } from 'aws-cdk-lib';
import { type LogGroupProps, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Environment } from '../environments.ts';

/** How long an environment's logs live: at least its `logRetentionDays`, and past the stack where it is protected. */
export function logLifetime({
  logRetentionDays,
  isProtected,
}: Pick<Environment, 'logRetentionDays' | 'isProtected'>): Required<
  Pick<LogGroupProps, 'retention' | 'removalPolicy'>
> {
  return {
    retention: OFFERED.find((days) => days >= logRetentionDays) ?? RetentionDays.TEN_YEARS,
    removalPolicy: isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  };
}

/** The periods that CloudWatch Logs offers. */
const OFFERED: number[] = Object.values(RetentionDays)
  .filter((value) => typeof value === 'number')
  .sort((a, b) => a - b);
