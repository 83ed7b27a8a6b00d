import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { EVENT_OVERHEAD } from './measure-notifications.ts';

/** What of the stack's template decides what a notification costs. */
export function readStack(template: Template): {
  memoryMb: { receive: number; apply: number };
  serviceLogBytes: number;
} {
  const functions = Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) =>
    functionSchema.parse(Properties),
  );
  const named = (name: string) => {
    const found = functions.find(({ FunctionName }) => FunctionName.endsWith(`-${name}`));
    if (found === undefined) throw new Error(`The template has no function ${name}`);
    return found;
  };
  const [receive, apply] = [named('receive'), named('apply')];
  const stages = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
  const accessLog = stages
    .map(({ Properties }) => stageSchema.parse(Properties).AccessLogSettings.Format)
    .map((format) => Buffer.byteLength(filledIn(format)) + EVENT_OVERHEAD);
  return {
    memoryMb: { receive: receive.MemorySize, apply: apply.MemorySize },
    serviceLogBytes: sum(accessLog) + sum([receive, apply].map(platformBytes)),
  };
}

const functionSchema = z.object({
  FunctionName: z.string(),
  MemorySize: z.number(),
  LoggingConfig: z.object({ SystemLogLevel: z.string().optional() }).optional(),
});
const stageSchema = z.object({ AccessLogSettings: z.object({ Format: z.string() }) });

/** START, END and REPORT of an invocation that went well: none at WARN. */
function platformBytes({ LoggingConfig }: z.infer<typeof functionSchema>): number {
  return LoggingConfig?.SystemLogLevel === 'WARN' ? 0 : 400;
}

/** A line of the access log as Intercom's webhooks leave it. */
function filledIn(format: string): string {
  return format.replaceAll(/\$context\.[\w.]+/g, (name) => VALUES[name] ?? '-'.repeat(20));
}

const VALUES: Record<string, string> = {
  '$context.requestId': 'JKJaXmPLvHcESHA=',
  '$context.identity.sourceIp': '203.0.113.255',
  '$context.identity.userAgent': 'intercom-parrot-service-client/1.0',
  '$context.routeKey': 'POST /webhooks/intercom',
  '$context.status': '200',
  '$context.responseLatency': '23',
  '$context.integrationErrorMessage': '-',
};

function sum(values: number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
