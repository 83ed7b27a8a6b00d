import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { TABLE_LAYOUT } from '../../functions/platform/table-layout.ts';

/** The one table; `functions/platform/table-layout.ts` has its names. */
export function createRecordsTable(scope: Construct, id: string, isProtected: boolean): Table {
  const table = new Table(scope, id, {
    partitionKey: text(TABLE_LAYOUT.partitionKey),
    sortKey: text(TABLE_LAYOUT.sortKey),
    billingMode: BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: TABLE_LAYOUT.expiry,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: isProtected,
    removalPolicy: isProtected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const { indexName, partitionKey, sortKey, projected } = TABLE_LAYOUT.byTime;
  table.addGlobalSecondaryIndex({
    indexName,
    partitionKey: text(partitionKey),
    sortKey: text(sortKey),
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: [...projected],
  });
  return table;
}

const text = (name: string) => ({ name, type: AttributeType.STRING });
