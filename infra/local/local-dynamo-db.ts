import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A client of an embedded engine, which takes any credentials. */
export function localDynamoDb(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}
