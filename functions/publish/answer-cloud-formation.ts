import type { Log } from '../platform/log.ts';
import { TagwrightError } from '../tagwright-error.ts';
import { type CloudFormationRequest, cloudFormationRequest } from './cloud-formation-request.ts';

export interface AnswerDeps {
  fetch: typeof fetch;
  log: Log;
}

/** CloudFormation takes an answer of 4,096 bytes. */
const maxReason = 1_500;
const tries = 3;

/**
 * Does what CloudFormation asks of the custom resource, and answers at its URL, whatever happens: without an answer a
 * stack hangs until its timeout. An expected error is the answer's reason as it stands, for whoever deploys to read.
 */
export async function answerCloudFormation(
  { fetch, log }: AnswerDeps,
  event: unknown,
  handle: (request: CloudFormationRequest) => Promise<string>,
): Promise<void> {
  const request = cloudFormationRequest.parse(event);
  const { RequestType, StackId, RequestId, LogicalResourceId } = request;
  const answered = await outcomeOf(request, handle, log);
  log.info('CloudFormation is answered', { request: RequestType, status: answered.Status });
  const answer = {
    ...answered,
    StackId,
    RequestId,
    LogicalResourceId,
    // The same for ever: with another one CloudFormation would delete the old resource.
    PhysicalResourceId: request.PhysicalResourceId ?? 'ruleset',
  };
  // Bytes, not text: the URL is signed for a PUT without a content type.
  await put(fetch, request.ResponseURL, Buffer.from(JSON.stringify(answer)));
}

async function outcomeOf(
  request: CloudFormationRequest,
  handle: (request: CloudFormationRequest) => Promise<string>,
  log: Log,
): Promise<{ Status: 'SUCCESS' | 'FAILED'; Reason: string }> {
  try {
    return { Status: 'SUCCESS', Reason: (await handle(request)).slice(0, maxReason) };
  } catch (error) {
    const isExpected = error instanceof TagwrightError;
    if (!isExpected) log.error('the ruleset could not be deployed', { request: request.RequestType }, error);
    const reason = error instanceof Error ? error.message : 'unknown';
    return { Status: 'FAILED', Reason: reason.slice(0, maxReason) };
  }
}

async function put(fetch: AnswerDeps['fetch'], url: string, body: Buffer<ArrayBuffer>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { ok, status } = await fetch(url, { method: 'PUT', body });
      if (ok) return;
      throw new TagwrightError(`CloudFormation's URL answered ${status}`);
    } catch (error) {
      if (attempt === tries) throw error;
    }
  }
}
