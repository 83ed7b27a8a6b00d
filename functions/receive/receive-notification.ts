import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { pack } from '../platform/pack.ts';
import { parseJson } from '../platform/parse-json.ts';
import type { QueueMessage, SendMessage } from '../platform/queue.ts';
import { isObject } from '../rules/json.ts';
import type { ClientSecrets } from './client-secrets.ts';
import { readEnvelope, unparsedIds } from './envelope.ts';
import { QueueSendError } from './queue-send-error.ts';
import { verifySignature } from './verify-signature.ts';

export interface ReceiveDeps {
  /** The workspace whose notifications are taken. */
  appId: string;
  clientSecrets: ClientSecrets;
  send: SendMessage;
  log: Log;
  metrics: Metrics;
}

export interface SignedRequest {
  raw: Uint8Array;
  hubSignature: string | undefined;
  bodySignature: string | undefined;
}

export interface ReceiveOutcome {
  status: 200 | 401 | 413 | 503;
  text: string;
}

/** SQS takes 1 MiB of body and attributes together; some of it is left for these. */
const maxPackedBytes = 1024 * 1024 - 4096;

/** From a request's raw bytes to its place in the queue, and what to answer. */
export async function receiveNotification(
  deps: ReceiveDeps,
  request: SignedRequest,
): Promise<ReceiveOutcome> {
  const { log, metrics } = deps;
  const scheme = await signedBy(deps, request);
  if (scheme === null) {
    metrics.count('Refused');
    return { status: 401, text: 'bad signature' };
  }
  const envelope = readEnvelope(request.raw);
  const lifecycle = scheme === 'body' && envelope === null ? await receiveLifecycle(deps, request.raw) : null;
  if (lifecycle !== null) return lifecycle;
  if (envelope?.topic === 'ping') return { status: 200, text: 'pong' };
  if (envelope !== null && envelope.appId !== deps.appId) {
    // A 4xx would count towards Intercom's pause of the whole subscription.
    metrics.count('ForeignApp');
    return { status: 200, text: 'not of this workspace' };
  }
  if (envelope === null) log.warn('a signed notification of unknown shape is queued for the record');

  return enqueue(deps, {
    ...(envelope === null
      ? unparsedIds(request.raw)
      : { groupId: envelope.groupId, deduplicationId: envelope.deduplicationId }),
    body: pack(request.raw),
    attributes: { kind: envelope === null ? 'unparsed' : 'notification' },
  });
}

/** Which signature holds, with the secrets held or, where none fits, with those read again. */
async function signedBy(deps: ReceiveDeps, request: SignedRequest): Promise<'hub' | 'body' | null> {
  const { hubSignature, bodySignature, raw } = request;
  const scheme = hubSignature === undefined ? 'body' : 'hub';
  const header = hubSignature ?? bodySignature;
  if (header === undefined) return null;

  const held = await deps.clientSecrets.current();
  if (verifySignature(scheme, header, raw, held)) return scheme;
  const read = await deps.clientSecrets.reread();
  return read !== null && verifySignature(scheme, header, raw, read) ? scheme : null;
}

/**
 * What Intercom signs with `X-Body-Signature`: a health check, which names a `workspace_id`, or an uninstall, which names
 * the app's workspace alone. That goes to apply, which stops the line: the token no longer works. Null: it is neither.
 */
async function receiveLifecycle(deps: ReceiveDeps, raw: Uint8Array): Promise<ReceiveOutcome | null> {
  const body = parseJson(raw);
  if (!isObject(body) || 'topic' in body) return null;
  if ('workspace_id' in body) return { status: 200, text: 'ok' };
  if (body['app_id'] !== deps.appId) return null;
  deps.metrics.count('Uninstalled');
  deps.log.error('the app was uninstalled from the workspace');
  const { deduplicationId } = unparsedIds(raw);
  return enqueue(deps, {
    groupId: 'lifecycle',
    deduplicationId,
    body: pack(raw),
    attributes: { kind: 'uninstall' },
  });
}

/** Puts a verified message on the queue, and says what to answer. */
export async function enqueue(
  deps: Pick<ReceiveDeps, 'send' | 'log' | 'metrics'>,
  message: QueueMessage,
): Promise<ReceiveOutcome> {
  if (message.body.length > maxPackedBytes) {
    deps.metrics.count('TooLarge');
    return { status: 413, text: 'too large' };
  }
  try {
    await deps.send(message);
  } catch (error) {
    if (!(error instanceof QueueSendError)) throw error;
    deps.metrics.count('SendFailed');
    deps.log.error('the queue took no message', {}, error);
    return { status: 503, text: 'try again' };
  }
  return { status: 200, text: 'accepted' };
}
