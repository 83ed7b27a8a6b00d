import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { MetricName } from '../../functions/platform/metric-names.ts';
import type { Environment } from '../environments.ts';
import { serviceMetric } from './alarms/service-metric.ts';

export interface OperatorDashboardProps {
  environment: Environment;
  /** The dashboard's name. */
  prefix: string;
  alarms: Alarm[];
  api: HttpApi;
  queue: IQueue;
  deadLetterQueue: IQueue;
  table: Table;
  functions: { receive: IFunction; apply: IFunction };
}

/** From the alarms down along a notification's way: in, waiting, applied, kept. */
export function addOperatorDashboard(scope: Construct, props: OperatorDashboardProps): Dashboard {
  const { environment, api, queue, deadLetterQueue, table, functions } = props;
  const count = (...names: MetricName[]) =>
    names.map((name) => serviceMetric(environment.name, name, MINUTE));
  const applyTime = (statistic: string) => serviceMetric(environment.name, 'ApplyTime', MINUTE, statistic);
  const dashboard = new Dashboard(scope, 'Dashboard', {
    dashboardName: props.prefix,
    defaultInterval: Duration.hours(12),
  });
  dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', width: 24, alarms: props.alarms }));
  dashboard.addWidgets(
    graph('Webhooks', [
      // What receive takes is not counted by it: this costs nothing.
      queue.metricNumberOfMessagesSent({ ...SUM, label: 'Queued' }),
      ...count('Refused', 'ForeignApp', 'TooLarge', 'SendFailed'),
    ]),
    graph('Answers', [api.metricServerError(SUM), api.metricClientError(SUM)]),
    graph('Answers: ms', [api.metricLatency(p(50)), api.metricLatency(p(99))]),
  );
  dashboard.addWidgets(
    graph('Waiting', [queue.metricApproximateNumberOfMessagesVisible(MAXIMUM)]),
    graph('Oldest message: s', [queue.metricApproximateAgeOfOldestMessage(MAXIMUM)]),
    graph('Dead letters', [deadLetterQueue.metricApproximateNumberOfMessagesVisible(MAXIMUM)]),
  );
  dashboard.addWidgets(
    graph('Applied', [
      applyTime(Stats.SAMPLE_COUNT).with({ label: 'Recorded' }),
      ...count('Matched', 'Changes', 'Duplicates'),
    ]),
    graph('Held up', count('Postponed', 'RateLimited', 'Failures', 'DeadLettered', 'Paused')),
    graph('Applying: ms', [applyTime(Stats.percentile(50)), applyTime(Stats.percentile(99))]),
  );
  dashboard.addWidgets(
    graph('Rules', count('Capped', 'RulesetUnreadable', 'UnhealthyRules', 'StaleTagRules')),
    graph('Sync', count('Synced', 'SyncFailures', 'Unreported')),
    graph('Functions: errors', [
      functions.receive.metricErrors(SUM),
      functions.apply.metricErrors(SUM),
      functions.apply.metricThrottles(SUM),
    ]),
  );
  dashboard.addWidgets(
    graph('Table: units', [
      table.metricConsumedWriteCapacityUnits(SUM),
      table.metricConsumedReadCapacityUnits(SUM),
    ]),
    graph('Instances', [
      functions.receive.metric('ConcurrentExecutions', MAXIMUM),
      functions.apply.metric('ConcurrentExecutions', MAXIMUM),
    ]),
  );
  return dashboard;
}

const MINUTE = Duration.minutes(1);
const SUM = { period: MINUTE, statistic: Stats.SUM };
const MAXIMUM = { period: MINUTE, statistic: Stats.MAXIMUM };
const p = (percentile: number) => ({ period: MINUTE, statistic: Stats.percentile(percentile) });

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, height: 6, leftYAxis: { min: 0 } });
}
