import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** What all alarms of a stack have in common. */
export interface AlarmContext {
  /** The environment's name. */
  environment: string;
  /** Begins the alarms' names. */
  prefix: string;
  topic: ITopic;
}

export type OperatorAlarmProps = OperatorAlarmText & {
  metric: IMetric;
  evaluationPeriods: number;
  datapointsToAlarm?: number;
} & (GoesOffAbove | GoesOffBelow);

interface GoesOffAbove {
  /** Silence is health: SQS and our functions tell nothing while they idle. */
  above: number;
}

interface GoesOffBelow {
  /** Silence is less than any number. */
  below: number;
}

interface OperatorAlarmText {
  /** Of its runbook in docs/operations.md, too. */
  name: string;
  /** What its firing means for people. */
  impact: string;
  /** What to look at first. */
  firstLook: string;
}

/** An alarm that tells whoever it wakes what is wrong for people and where to begin. */
export function addOperatorAlarm(scope: Construct, context: AlarmContext, props: OperatorAlarmProps): Alarm {
  const alarm = new Alarm(scope, `${pascalCase(props.name)}Alarm`, {
    alarmName: `${context.prefix}-${props.name}`,
    alarmDescription: [
      `Impact: ${props.impact}`,
      `Look first: ${props.firstLook}`,
      `Runbook: docs/operations.md#${props.name}`,
    ].join('\n'),
    metric: props.metric,
    ...thresholdOf(props),
    evaluationPeriods: props.evaluationPeriods,
    datapointsToAlarm: props.datapointsToAlarm ?? props.evaluationPeriods,
  });
  alarm.addAlarmAction(new SnsAction(context.topic));
  alarm.addOkAction(new SnsAction(context.topic));
  return alarm;
}

function thresholdOf(props: OperatorAlarmProps) {
  return 'above' in props
    ? {
        threshold: props.above,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }
    : {
        threshold: props.below,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
      };
}

function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
