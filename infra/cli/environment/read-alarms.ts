import { type CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';

export interface AlarmState {
  /** As its runbook in docs/operations.md is called. */
  name: string;
  isOn: boolean;
  /** Unix ms of when it came into its state; null where AWS does not say. */
  since: number | null;
  /** Whether it tells anybody. */
  isHeard: boolean;
}

/** The alarms of an environment's stack. */
export async function readAlarms(client: CloudWatchClient, environment: string): Promise<AlarmState[]> {
  const prefix = `tagwright-${environment}-`;
  const alarms: AlarmState[] = [];
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, { AlarmNamePrefix: prefix })) {
    for (const { AlarmName = '', StateValue, StateUpdatedTimestamp, ActionsEnabled = true } of MetricAlarms) {
      alarms.push({
        name: AlarmName.slice(prefix.length),
        isOn: StateValue === 'ALARM',
        since: StateUpdatedTimestamp?.getTime() ?? null,
        isHeard: ActionsEnabled,
      });
    }
  }
  return alarms;
}
