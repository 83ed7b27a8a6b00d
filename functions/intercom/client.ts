import { createCall, type ExchangeReport } from './call.ts';
import { type Clock, systemClock } from './clock.ts';
import { createExchange } from './exchange.ts';
import { type AdminOperations, adminOperations } from './operations/admins.ts';
import { type BulkTaggingOperations, bulkTaggingOperations } from './operations/bulk-tagging.ts';
import { type CompanyOperations, companyOperations } from './operations/companies.ts';
import { type ContactOperations, contactOperations } from './operations/contacts.ts';
import { type ConversationOperations, conversationOperations } from './operations/conversations.ts';
import { type TaggingOperations, taggingOperations } from './operations/tagging.ts';
import { type TagOperations, tagOperations } from './operations/tags.ts';
import { type TicketOperations, ticketOperations } from './operations/tickets.ts';
import { createGovernor, type Governor } from './rate-limit/governor.ts';
import type { TokenSource } from './read-token.ts';
import { REGION_URLS, type Region } from './regions.ts';
import { DEFAULT_RETRY, type RetrySettings } from './retry.ts';

/** The API version that the schemas were read from; sent with every call, whatever the app is set to. */
const INTERCOM_VERSION = '2.11';

export interface IntercomClientOptions {
  token: TokenSource;
  /** Default `us`. */
  region?: Region;
  /** Instead of a region, for an emulator or a proxy. */
  baseUrl?: string;
  fetch?: typeof fetch;
  clock?: Clock;
  /** In [0, 1). */
  random?: () => number;
  /** Shared by the clients of one workspace in one process; each client has its own unless it is given one. */
  governor?: Governor;
  /** For the client's own governor: see `GovernorOptions.share`. Default 1. */
  rateLimitShare?: number;
  retry?: Partial<RetrySettings>;
  /** For one try, from connecting to the last byte of the body. Default 10 s. */
  tryTimeoutMs?: number;
  /** For all tries of a call and the pauses between them. Default 30 s. */
  timeoutMs?: number;
  /** The longest that a call waits for the rate limit, beyond `timeoutMs`. Default 60 s. */
  maxWaitMs?: number;
  /** Told of every try, for metrics and logs. */
  onExchange?: (report: ExchangeReport) => void;
}

export type IntercomClient = TagOperations &
  TaggingOperations &
  BulkTaggingOperations &
  ConversationOperations &
  ContactOperations &
  CompanyOperations &
  TicketOperations &
  AdminOperations & {
    /**
     * Throws `IntercomRateLimitError` where a call would be refused now without being sent, as far as is known: for
     * those who would prepare one in vain.
     */
    checkRateLimit(): void;
  };

/**
 * Intercom's API as far as tagging needs it. Methods carry the operation ids of Intercom's OpenAPI description
 * (2.11). They throw `IntercomResponseError`, `IntercomRateLimitError`, `IntercomNetworkError`, `InvalidIdError`
 * or, when the caller's signal aborts, its reason.
 *
 * @example
 * const intercom = createIntercomClient({ token, region: 'eu' });
 * const tag = await intercom.createTag('refund');
 * await intercom.attachTagToConversation({ conversationId, tagId: tag.id, adminId });
 */
export function createIntercomClient(options: IntercomClientOptions): IntercomClient {
  const clock = options.clock ?? systemClock;
  const governor = options.governor ?? createGovernor({ clock, share: options.rateLimitShare ?? 1 });
  const maxWaitMs = options.maxWaitMs ?? 60_000;
  const call = createCall({
    exchange: createExchange({
      baseUrl: options.baseUrl ?? REGION_URLS[options.region ?? 'us'],
      token: options.token,
      version: INTERCOM_VERSION,
      fetch: options.fetch ?? fetch,
    }),
    governor,
    clock,
    random: options.random ?? Math.random,
    retry: { ...DEFAULT_RETRY, ...options.retry },
    tryTimeoutMs: options.tryTimeoutMs ?? 10_000,
    timeoutMs: options.timeoutMs ?? 30_000,
    maxWaitMs,
    onExchange: options.onExchange ?? (() => {}),
  });
  return {
    ...tagOperations(call),
    ...taggingOperations(call),
    ...bulkTaggingOperations(call),
    ...conversationOperations(call),
    ...contactOperations(call),
    ...companyOperations(call),
    ...ticketOperations(call),
    ...adminOperations(call),
    checkRateLimit: () => governor.check({ operation: 'checkRateLimit', maxWaitMs }),
  };
}
