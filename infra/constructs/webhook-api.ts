import { Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Environment } from '../environments.ts';
import type { AlarmContext } from './alarms/operator-alarm.ts';
import { addWebhookAlarms } from './alarms/webhook-alarms.ts';
import { logLifetime } from './log-lifetime.ts';

export interface WebhookApiProps {
  environment: Environment;
  /** Begins the names of the API and its log. */
  prefix: string;
  receive: IFunction;
  alarms: AlarmContext;
}

/**
 * The HTTP API in front of receive. Intercom's route has no throttle of its own: Intercom answers a 429 by
 * holding everything back for up to two hours.
 */
export class WebhookApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly webhookUrl: string;
  /** Where the DNS record of the environment's own host name must point. */
  readonly domainTarget: string | undefined;

  constructor(scope: Construct, id: string, props: WebhookApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { apiName: props.prefix, createDefaultStage: false });
    this.api.addRoutes({
      path: WEBHOOK_PATH,
      // Intercom validates the address by HEAD.
      methods: [HttpMethod.POST, HttpMethod.HEAD],
      integration: new HttpLambdaIntegration('Receive', props.receive),
    });
    const [triggers] = this.api.addRoutes({
      path: TRIGGERS_PATH,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Receive', props.receive),
    });
    const accessLog = new LogGroup(this, 'AccessLog', {
      // Under /aws/vendedlogs/ the account's log policy, of limited size, needs no entry for each API.
      logGroupName: `/aws/vendedlogs/apis/${props.prefix}`,
      ...logLifetime(props.environment),
    });
    const domain = addDomain(this, props.environment.domain);
    this.domainTarget = domain?.regionalDomainName;
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      ...(domain === undefined ? {} : { domainMapping: { domainName: domain } }),
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG_FIELDS)),
      },
    });
    throttle(this.stage, `POST ${TRIGGERS_PATH}`);
    // API Gateway refuses settings of a route that does not exist yet.
    if (triggers !== undefined) this.stage.node.addDependency(triggers);
    Validations.of(this.api).acknowledge({
      id: 'AwsSolutions::AwsSolutions-APIG4',
      reason: 'Intercom can only sign: receive verifies the signature over the raw body.',
    });
    Validations.of(this.stage).acknowledge({
      id: 'Serverless::Serverless-APIGWDefaultThrottling',
      reason:
        "A default one would answer 429, after which Intercom holds back all of a workspace's webhooks.",
    });
    addWebhookAlarms(this, props.alarms, this.api);
    const origin = domain === undefined ? this.api.apiEndpoint : `https://${domain.name}`;
    this.webhookUrl = `${origin}${WEBHOOK_PATH}`;
  }
}

function addDomain(scope: Construct, domain: Environment['domain']): DomainName | undefined {
  if (domain === undefined) return undefined;
  return new DomainName(scope, 'Domain', {
    domainName: domain.name,
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', domain.certificateArn),
  });
}

/**
 * A flood on one route must not use up the account's concurrency, which Intercom's webhooks need. Who sends to
 * `/triggers` comes again after a 429, as all of our presets do.
 */
function throttle(stage: HttpStage, routeKey: string): void {
  const resource = stage.node.defaultChild;
  if (!(resource instanceof CfnStage)) throw new Error('The stage has no resource');
  resource.routeSettings = { [routeKey]: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 } };
}

const WEBHOOK_PATH = '/webhooks/intercom';
const TRIGGERS_PATH = '/triggers/{source}';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const ACCESS_LOG_FIELDS = {
  id: '$context.requestId',
  ip: '$context.identity.sourceIp',
  agent: '$context.identity.userAgent',
  route: '$context.routeKey',
  status: '$context.status',
  ms: '$context.responseLatency',
  error: '$context.integrationErrorMessage',
};
