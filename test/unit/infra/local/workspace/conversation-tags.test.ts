import { beforeEach, describe, expect, it } from 'vitest';
import { emulator } from './emulator.ts';

describe('tags on a conversation', () => {
  const { call, admin, workspace, ...make } = emulator();
  let conversation: string;
  let tag: string;

  beforeEach(async () => {
    workspace.reset();
    conversation = await make.conversation(await make.contact());
    tag = await make.tag('Billing');
  });

  const attach = (body: unknown, id = conversation) => call('POST', `/conversations/${id}/tags`, body);
  const detach = (tagId: string, body: unknown = { admin_id: admin }, id = conversation) =>
    call('DELETE', `/conversations/${id}/tags/${tagId}`, body);

  it('are attached by an admin, and say when and by whom', async () => {
    const { status, body } = await attach({ id: tag, admin_id: admin });
    expect(status).toBe(200);
    expect(body).toEqual({
      type: 'tag',
      id: tag,
      name: 'Billing',
      applied_at: expect.any(Number),
      applied_by: { type: 'admin', id: admin },
    });
    const { body: read } = await call('GET', `/conversations/${conversation}`);
    expect(read.tags).toEqual({ type: 'tag.list', tags: [body] });
  });

  it('take ids as numbers too', async () => {
    const { status, body } = await attach({ id: Number(tag), admin_id: Number(admin) });
    expect(status).toBe(200);
    expect(body.id).toBe(tag);
  });

  it('are detached with a body on DELETE', async () => {
    const attached = await attach({ id: tag, admin_id: admin });
    expect((await detach(tag)).body).toEqual(attached.body);
    const { body } = await call('GET', `/conversations/${conversation}`);
    expect(body.tags.tags).toEqual([]);
  });

  it('are detached twice with success, the second time with nulls', async () => {
    const { status, body } = await detach(tag);
    expect(status).toBe(200);
    expect(body).toEqual({ type: 'tag', id: tag, name: 'Billing', applied_at: null, applied_by: null });
  });

  it.each([
    [
      'an unknown conversation',
      () => attach({ id: tag, admin_id: admin }, '1'),
      404,
      'not_found',
      'Conversation not found',
    ],
    ['an unknown tag', () => attach({ id: '1', admin_id: admin }), 404, 'tag_not_found', 'Tag not found'],
    ['an unknown tag taken off', () => detach('1'), 404, 'tag_not_found', 'Tag not found'],
    [
      'an unknown admin',
      () => attach({ id: tag, admin_id: '1' }),
      404,
      'admin_not_found',
      'Admin for admin_id not found',
    ],
    ['no admin', () => attach({ id: tag }), 400, 'parameter_not_found', 'admin_id is a required parameter'],
    [
      'no body on DELETE',
      () => call('DELETE', `/conversations/${conversation}/tags/${tag}`),
      400,
      'parameter_not_found',
      'admin_id is a required parameter',
    ],
  ])('refuse %s', async (_what, ask, status, code, message) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      type: 'error.list',
      request_id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      errors: [{ code, message }],
    });
  });

  it('change state once, however often they are asked for', async () => {
    await attach({ id: tag, admin_id: admin });
    await attach({ id: tag, admin_id: admin });
    await detach(tag);
    await detach(tag);
    expect(workspace.core.transitions.all().map(({ change }) => change)).toEqual(['added', 'removed']);
  });
});
