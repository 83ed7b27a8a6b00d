import type { Timers } from '../timers.ts';
import type { Fault } from './fault.ts';

/** What a call is to a fault: carrying it out, and the answers that Intercom would give instead. */
export interface Befallen {
  readonly timers: Timers;
  readonly carryOut: () => Promise<Response>;
  readonly refuseForRate: () => Promise<Response>;
  readonly refuse: (status: number, code: string, message: string) => Promise<Response>;
  /** Resets the connection that the call came on; there is none under `app.request()`. */
  readonly cutConnection: (() => void) | undefined;
}

export async function befall(fault: Fault | undefined, call: Befallen): Promise<Response> {
  switch (fault?.kind) {
    case undefined:
      return call.carryOut();
    case 'latency':
      await pause(call.timers, fault.ms);
      return call.carryOut();
    case 'rate_limit':
      return call.refuseForRate();
    case 'server_error': {
      if (fault.carried_out) await call.carryOut();
      return serverError(fault, call);
    }
    case 'reset':
      return cutOff(await call.carryOut(), call.cutConnection);
    case 'truncate':
      return truncate(await call.carryOut());
    case 'slow_headers': {
      const answer = await call.carryOut();
      await pause(call.timers, fault.ms);
      return answer;
    }
    default:
      return fault satisfies never;
  }
}

function serverError(
  { status, body }: Extract<Fault, { kind: 'server_error' }>,
  call: Befallen,
): Promise<Response> | Response {
  if (body === 'empty') return new Response(null, { status });
  if (body === 'html') {
    return new Response(`<html><body><h1>${status} Bad Gateway</h1></body></html>`, {
      status,
      headers: { 'Content-Type': 'text/html' },
    });
  }
  return status === 503
    ? call.refuse(status, 'service_unavailable', 'Sorry, the API service is temporarily unavailable')
    : call.refuse(status, 'server_error', 'Server error');
}

/** Promises the whole body, sends half of it and breaks. */
async function cutOff(answer: Response, cutConnection: Befallen['cutConnection']): Promise<Response> {
  const whole = new Uint8Array(await answer.arrayBuffer());
  const headers = new Headers(answer.headers);
  headers.set('Content-Length', String(Math.max(1, whole.byteLength)));
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (!sent) controller.enqueue(whole.subarray(0, Math.floor(whole.byteLength / 2)));
      else if (cutConnection === undefined) controller.error(new Error('The connection is cut'));
      else cutConnection();
      sent = true;
    },
  });
  return new Response(body, { status: answer.status, headers });
}

async function truncate(answer: Response): Promise<Response> {
  const whole = await answer.text();
  const headers = new Headers(answer.headers);
  return new Response(whole.slice(0, Math.floor(whole.length / 2)), { status: answer.status, headers });
}

function pause(timers: Timers, ms: number): Promise<void> {
  return new Promise((resolve) => {
    timers.after(ms, resolve);
  });
}
