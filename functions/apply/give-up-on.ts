import { IntercomResponseError } from '../intercom/errors/intercom-response-error.ts';
import type { Target } from '../rules/model.ts';
import type { NotificationRecord, Operation, OperationOutcome } from '../store/record.ts';
import { classifyFailure } from './classify-failure.ts';
import { dispositionOf } from './disposition-of.ts';
import type { ExecutionDeps } from './execute-target.ts';
import type { ResolvedTag } from './tagging-port.ts';

/**
 * What a tag call's failure means where that is final: recorded for this operation alone, so that the others
 * go on. Null: it is not final. Intercom's 404 does not say what is missing, the object or the tag (contacts
 * answer `not_found` for both), so one GET of the object settles it.
 */
export async function giveUpOn(
  deps: ExecutionDeps,
  record: NotificationRecord,
  target: Target,
  tag: ResolvedTag,
  error: unknown,
): Promise<(Pick<Operation, 'status' | 'code' | 'request_id'> & { outcome: OperationOutcome }) | null> {
  const outcome = finalOutcomeOf(deps, record, error);
  if (classifyFailure(error).kind === 'not_found' && (isOfTag(error) || (await exists(deps, target)))) {
    // It was the tag. The next attempt looks its name up anew; a second 404 then counts as the first did.
    deps.intercom.forgetTag(tag);
    return record.attempts === 0 ? null : { outcome: 'tag_gone', ...detailsOf(error) };
  }
  return outcome === null ? null : { outcome, ...detailsOf(error) };
}

/** What a failure means for what was asked, where it will not get better; null where it may. */
export function finalOutcomeOf(
  { now, random }: Pick<ExecutionDeps, 'now' | 'random'>,
  { attempts, happened_at }: Pick<NotificationRecord, 'attempts' | 'happened_at'>,
  error: unknown,
): 'subject_gone' | 'refused' | null {
  const disposition = dispositionOf(classifyFailure(error), {
    now: now(),
    random: random(),
    receives: 1,
    attempts,
    happenedAt: Date.parse(happened_at) / 1000,
  });
  return disposition.action === 'give_up' ? disposition.outcome : null;
}

/** Conversations and tickets say that it is the tag. */
function isOfTag(error: unknown): boolean {
  return error instanceof IntercomResponseError && error.code === 'tag_not_found';
}

async function exists(deps: ExecutionDeps, { type, id }: Target): Promise<boolean> {
  try {
    await deps.intercom.fetchObject(type, id);
    return true;
  } catch (error) {
    if (classifyFailure(error).kind === 'not_found') return false;
    throw error;
  }
}

function detailsOf(error: unknown): Pick<Operation, 'status' | 'code' | 'request_id'> {
  if (!(error instanceof IntercomResponseError)) return {};
  const { status, code, requestId } = error;
  return { status, code, ...(requestId === undefined ? {} : { request_id: requestId }) };
}
