/** Everything about a workspace that can be set; `defaultOptions` gives what is not. */
export interface WorkspaceOptions {
  readonly token: string;
  readonly appId: string;
  readonly appName: string;
  readonly region: string;
  readonly timezone: string;
  readonly seed: number;
  readonly admins: readonly AdminOptions[];
  readonly teams: readonly TeamOptions[];
  /** Segments that use tags: a tag with one cannot be deleted. */
  readonly segments: readonly { readonly name: string; readonly tagIds: readonly string[] }[];
  readonly rateLimit: RateLimitOptions;
  /** What a second attaching of the same tag does to `applied_at`. Not documented: both can be had. */
  readonly reattach: 'keep' | 'refresh';
  /** What renaming a tag to another tag's name does. Not documented: both can be had. */
  readonly takenName: 'refuse' | 'answer-existing';
  /** Milliseconds until a new or changed contact shows in search. Intercom says it "can take a few minutes". */
  readonly contactSearchDelayMs: number;
}

export interface AdminOptions {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export interface TeamOptions {
  readonly id: string;
  readonly name: string;
}

export interface RateLimitOptions {
  /** Calls in one window. */
  readonly limit: number;
  readonly windowMs: number;
}

/** 10,000 calls a minute, spread over windows of 10 seconds. */
const INTERCOM_RATE_LIMIT: RateLimitOptions = { limit: 1667, windowMs: 10_000 };

export const defaultOptions: WorkspaceOptions = {
  token: 'local-token',
  appId: 'tagwright-local',
  appName: 'Tagwright local workspace',
  region: 'US',
  timezone: 'UTC',
  seed: 1,
  admins: [
    { id: '991267001', name: 'Tagwright', email: 'tagwright@example.test' },
    { id: '991267002', name: 'Ada Byron', email: 'ada@example.test' },
  ],
  teams: [{ id: '5017001', name: 'Support' }],
  segments: [],
  rateLimit: INTERCOM_RATE_LIMIT,
  reattach: 'keep',
  takenName: 'refuse',
  contactSearchDelayMs: 0,
};
