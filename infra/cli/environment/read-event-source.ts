import { type LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';

/** What brings the queue's messages to apply. */
export interface EventSource {
  id: string;
  /** `Enabled`, `Disabled`, or on its way to one of them: `Creating`, `Enabling`, `Updating`, `Disabling`, `Deleting`. */
  state: string;
  /** Who or what put it there, by Lambda's own words. */
  reason: string;
}

/** The event source of apply; null where the function has none. */
export async function readEventSource(
  client: LambdaClient,
  environment: string,
): Promise<EventSource | null> {
  const { EventSourceMappings = [] } = await client.send(
    new ListEventSourceMappingsCommand({ FunctionName: `tagwright-${environment}-apply` }),
  );
  const [mapping] = EventSourceMappings;
  if (mapping === undefined) return null;
  return {
    id: mapping.UUID ?? '',
    state: mapping.State ?? 'unknown',
    reason: mapping.StateTransitionReason ?? 'no reason given',
  };
}
