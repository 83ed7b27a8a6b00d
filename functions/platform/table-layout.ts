/**
 * The names that the table's definition and the code that reads it must agree on. Free of imports, as `infra`
 * imports it.
 */
export const TABLE_LAYOUT = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Unix seconds. */
  expiry: 'expires_at',
  /**
   * Records by time, hits apart from misses, each in sixteen shards by whom they concern
   * (`functions/store/shards.ts`). Keys, and the contacts that stand in a record, so that these can be looked for
   * without reading it. Sparse: an item without the index's keys is not in it.
   */
  byTime: {
    indexName: 'by-time',
    partitionKey: 'shard',
    sortKey: 'happened_at',
    projected: ['people'],
  },
} as const;
