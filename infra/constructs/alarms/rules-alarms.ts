import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type AlarmContext, addOperatorAlarm } from './operator-alarm.ts';
import { serviceMetric } from './service-metric.ts';

/** What is wrong with the rules themselves. */
export function addRulesAlarms(scope: Construct, context: AlarmContext): void {
  addOperatorAlarm(scope, context, {
    name: 'ruleset-unreadable',
    metric: serviceMetric(context.environment, 'RulesetUnreadable', Duration.minutes(1)),
    above: 0,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    impact:
      'the rules that were published last are not applied; the ones before go on, or nothing is decided.',
    firstLook: "apply's log for the version and what it cannot read in it; then roll back to the one before.",
  });
  addOperatorAlarm(scope, context, {
    name: 'rules-unhealthy',
    metric: serviceMetric(context.environment, 'UnhealthyRules', Duration.hours(1), Stats.MAXIMUM),
    above: 0,
    evaluationPeriods: 1,
    impact:
      'a rule tags far more or far less than it used to, or its operations fail: tags are wrong or missing.',
    firstLook: 'the rules that the health of the last run names, and what was published when it began.',
  });
  addOperatorAlarm(scope, context, {
    name: 'rules-capped',
    metric: serviceMetric(context.environment, 'Capped', Duration.minutes(5)),
    above: 0,
    evaluationPeriods: 1,
    impact: 'a rule reached its limit: what it would change beyond that is recorded and not done.',
    firstLook:
      'the capped changes: is the rule wrong (correct it), or is it a big day (raise the limit, release them)?',
  });
}
