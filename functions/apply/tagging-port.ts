import type { TagRef, Target, TargetType } from '../rules/model.ts';
import type { SourceSubject } from '../rules/origin.ts';

/**
 * What apply needs of Intercom, and no more. Every method throws the client's errors
 * (`IntercomResponseError`, `IntercomRateLimitError`, `IntercomNetworkError`).
 */
export interface TaggingPort {
  /** Throws `IntercomRateLimitError` where any call would throw it now. */
  checkRateLimit(): void;
  /** An object in full, as the API returns it. */
  fetchObject(type: TargetType, id: string): Promise<Record<string, unknown>>;
  /** Which object has that key. */
  findSubject(wanted: SourceSubject): Promise<FoundSubject>;
  /** The tag by its name, made where `create` is set and the workspace never had it. Null: there is none. */
  resolveTag(ref: TagRef, create: boolean): Promise<ResolvedTag | null>;
  /** The tag by its name, as far as it is known without a call. */
  knownTag(name: string): Promise<ResolvedTag | null>;
  /** Drops what is held of a tag that Intercom says does not exist. */
  forgetTag(tag: ResolvedTag): void;
  addTag(target: Target, tag: ResolvedTag): Promise<TagAnswer>;
  removeTag(target: Target, tag: ResolvedTag): Promise<TagAnswer>;
}

/** `ambiguous`: several objects have it, and none is better than another. */
export type FoundSubject = { outcome: 'found'; id: string } | { outcome: 'none' } | { outcome: 'ambiguous' };

export interface ResolvedTag {
  id: string;
  /** Empty where a rule names the tag by its id. */
  name: string;
}

export interface TagAnswer {
  /** Unix seconds at which the tag came onto the object; null where Intercom does not say. */
  appliedAt: number | null;
}
