import { type Settled, settleInBatches } from '../bulk/settle-in-batches.ts';
import type { Call } from '../call.ts';
import type { CallOptions } from '../intercom-request.ts';
import { type Tag, tagSchema } from '../schemas/tag.ts';

/** A company by Intercom's own id or by the workspace's. */
export type CompanyReference = { id: string } | { companyId: string };

/** What became of each, in the order given. `failed`: not changed, or it is not known whether it was. */
export type BulkOutcome<T> = { target: T } & (
  | { outcome: 'tagged' | 'untagged' | 'missing' }
  | { outcome: 'failed'; error: unknown }
);

export type BulkTaggingOperations = ReturnType<typeof bulkTaggingOperations>;

/** "Larger amounts could result in a timeout" (documentation of version 1.3); no hard limit is documented. */
const BATCH_SIZE = 50;
const CONCURRENCY = 4;

/**
 * One tag on many objects, by `POST /tags` with the tag's *name*. Up to version 2.15 such a call does all or
 * nothing and answers 404 without saying who is missing (intercom-node#263); here each gets its own outcome,
 * and nothing is thrown. The tag is made if the workspace has none of that name, even where every object turns
 * out to be missing (Intercom-OpenAPI#481). All may be repeated: attaching what is attached and detaching what
 * is not change nothing.
 */
export function bulkTaggingOperations(call: Call) {
  async function inBatches<T>(
    { operation, name, targets, body, outcome }: Job<T>,
    options?: CallOptions,
  ): Promise<BulkOutcome<T>[]> {
    const send = (batch: T[]): Promise<Tag> =>
      call(
        { operation, method: 'POST', path: ['tags'], body: { name, ...body(batch) }, repeat: 'idempotent' },
        tagSchema,
        options,
      );
    const settled = await settleInBatches(targets, { send, batchSize: BATCH_SIZE, concurrency: CONCURRENCY });
    return settled.map((item) => toBulkOutcome(item, outcome));
  }

  return {
    tagUsers(
      { name, contactIds }: { name: string; contactIds: string[] },
      options?: CallOptions,
    ): Promise<BulkOutcome<string>[]> {
      const body = (batch: string[]) => ({ users: batch.map((id) => ({ id })) });
      return inBatches(
        { operation: 'tagUsers', name, targets: contactIds, body, outcome: 'tagged' },
        options,
      );
    },

    tagCompanies(
      { name, companies }: { name: string; companies: CompanyReference[] },
      options?: CallOptions,
    ): Promise<BulkOutcome<CompanyReference>[]> {
      const body = (batch: CompanyReference[]) => ({ companies: batch.map(companyBody) });
      return inBatches(
        { operation: 'tagCompanies', name, targets: companies, body, outcome: 'tagged' },
        options,
      );
    },

    untagCompanies(
      { name, companies }: { name: string; companies: CompanyReference[] },
      options?: CallOptions,
    ): Promise<BulkOutcome<CompanyReference>[]> {
      const body = (batch: CompanyReference[]) => ({
        companies: batch.map((company) => ({ ...companyBody(company), untag: true })),
      });
      return inBatches(
        { operation: 'untagCompanies', name, targets: companies, body, outcome: 'untagged' },
        options,
      );
    },
  };
}

interface Job<T> {
  operation: string;
  name: string;
  targets: T[];
  body: (batch: T[]) => object;
  outcome: 'tagged' | 'untagged';
}

function toBulkOutcome<T>({ item, outcome }: Settled<T>, done: 'tagged' | 'untagged'): BulkOutcome<T> {
  if (typeof outcome === 'object') return { target: item, outcome: 'failed', error: outcome.error };
  return { target: item, outcome: outcome === 'done' ? done : 'missing' };
}

function companyBody(company: CompanyReference): { id: string } | { company_id: string } {
  return 'id' in company ? { id: company.id } : { company_id: company.companyId };
}
