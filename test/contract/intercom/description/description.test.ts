import { expect, it } from 'vitest';
import * as z from 'zod';
import { createWorkspace } from '../../../../infra/local/workspace/workspace.ts';
import { readDescription } from './read-description.ts';
import { runSession, type Send } from './session.ts';

/** A local copy of descriptions/2.11/api.intercom.io.yaml of intercom/Intercom-OpenAPI: it is not ours to carry. */
const FILE = process.env['INTERCOM_DESCRIPTION'];
if (FILE === undefined)
  console.log('No check by the OpenAPI description: INTERCOM_DESCRIPTION names no copy of it.');

it.skipIf(FILE === undefined)("every answer is as Intercom's own description says", async () => {
  const description = await readDescription(FILE ?? '');
  const workspace = createWorkspace();
  const faults: string[] = [];
  const operations = new Set<string>();
  const send: Send = async (expected, method, path, body) => {
    const response = await workspace.app.request(path, {
      method,
      headers: { Authorization: `Bearer ${workspace.options.token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = JSON.parse((await response.text()) || '{}');
    const operation = description.find(method, path);
    const what = `${operation?.id ?? `${method} ${path}`} ${response.status}`;
    operations.add(operation?.id ?? '');
    if (response.status !== expected) faults.push(`${what}: expected ${expected}`);
    for (const fault of operation?.faults(response.status, answer) ?? ['not described']) {
      faults.push(`${what}: ${fault}`);
    }
    return z.record(z.string(), z.unknown()).parse(answer);
  };

  await runSession(send, workspace.core.admins.me.id);

  expect(faults).toEqual([]);
  expect([...operations].toSorted()).toEqual(Object.keys(workspace.counts.read()).toSorted());
});
