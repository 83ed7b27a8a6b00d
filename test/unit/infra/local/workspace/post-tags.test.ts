import { describe, expect, it } from 'vitest';
import { emulator } from './emulator.ts';
import { manualTimers } from './manual-timers.ts';

describe('POST /tags', () => {
  it('answers with type, id and name, and nothing of having been applied', async () => {
    const { status, body } = await emulator().call('POST', '/tags', { name: ' Independent ' });
    expect(status).toBe(200);
    expect(body).toEqual({ type: 'tag', id: expect.stringMatching(/^\d+$/), name: 'Independent' });
  });

  it.each([
    ['no body', undefined],
    ['an unknown property only', { test: 'invalid' }],
    ['an empty name', { name: '' }],
    ['a blank name', { name: '  ' }],
    ['a name that is a number', { name: 5 }],
    ['an id and no name', { id: '12934001' }],
    ['users and companies at once', { name: 'x', users: [], companies: [] }],
    ['users that are to be untagged', { name: 'x', users: [{ id: '1', untag: true }] }],
    ['a company of neither id', { name: 'x', companies: [{ untag: true }] }],
    ['companies with no name', { companies: [{ id: '1' }] }],
  ])('refuses %s', async (_what, body) => {
    const answer = await emulator().call('POST', '/tags', body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ code: 'parameter_invalid', message: 'invalid tag parameters' }]);
  });

  it.each<[string, (contact: string) => object, string, string]>([
    ['user', (id) => ({ users: [{ id }, { id: 'gone' }] }), 'not_found', 'User Not Found'],
    ['user by email', () => ({ users: [{ email: 'ann@example.test' }] }), 'not_found', 'User Not Found'],
    ['company', () => ({ companies: [{ company_id: 'gone' }] }), 'company_not_found', 'Company Not Found'],
  ])('leaves an orphan tag and tags nobody where one %s is missing', async (_who, targets, code, message) => {
    const { call, workspace, contact } = emulator();
    const ann = await contact({ email: 'ann@example.test' });
    const answer = await call('POST', '/tags', { name: 'VIP', ...targets(ann) });
    expect(answer.status).toBe(404);
    expect(answer.body.errors).toEqual([{ code, message }]);
    expect((await call('GET', '/tags')).body.data).toMatchObject([{ name: 'VIP' }]);
    expect(workspace.core.transitions.all()).toEqual([]);
  });

  it('updates each user that it tags, as tagging one does, and no other', async () => {
    const timers = manualTimers();
    const { call, contact, tag } = emulator({ timers });
    const [ann, bob] = [await contact(), await contact()];
    await call('POST', `/contacts/${ann}/tags`, { id: await tag('VIP') });
    timers.advance(10_000);
    await call('POST', '/tags', { name: 'VIP', users: [{ id: ann }, { id: bob }] });
    const updatedAt = async (id: string) => (await call('GET', `/contacts/${id}`)).body.updated_at;
    expect((await updatedAt(bob)) - (await updatedAt(ann))).toBe(10);
  });

  it('renames by id, given as a number, to another case of its own name too', async () => {
    const { call, tag } = emulator();
    const id = await tag('billing');
    expect((await call('POST', '/tags', { id: Number(id), name: 'BILLING' })).body).toEqual({
      type: 'tag',
      id,
      name: 'BILLING',
    });
  });

  it.each([
    ['refuse', 400],
    ['answer-existing', 200],
  ] as const)('can be set to %s a rename to a taken name', async (takenName, status) => {
    const { call, tag } = emulator({ takenName });
    const taken = await tag('Refund');
    const answer = await call('POST', '/tags', { id: await tag('Billing'), name: 'refund' });
    expect(answer.status).toBe(status);
    expect((await call('GET', '/tags')).body.data.map(({ name }: { name: string }) => name)).toEqual([
      'Refund',
      'Billing',
    ]);
    expect(status === 200 ? answer.body.id : taken).toBe(taken);
  });
});

describe('DELETE /tags/{id}', () => {
  it('answers 200 with no body', async () => {
    const { workspace, tag } = emulator();
    const response = await workspace.app.request(`/tags/${await tag('x')}`, {
      method: 'DELETE',
      headers: { Authorization: 'Bearer local-token' },
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it('is refused where a segment depends on the tag', async () => {
    const { call, tag } = emulator({ segments: [{ name: 'Seg 1', tagIds: ['12934001'] }] });
    const answer = await call('DELETE', `/tags/${await tag('x')}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([
      {
        code: 'tag_has_dependent_objects',
        message: 'Unable to delete Tag with dependent objects. Segments: Seg 1.',
      },
    ]);
  });
});

it.each([
  ['keep', 0],
  ['refresh', 60],
] as const)('attaching again can %s applied_at', async (reattach, later) => {
  const timers = manualTimers();
  const { call, admin, ...make } = emulator({ reattach, timers });
  const conversation = await make.conversation(await make.contact());
  const path = `/conversations/${conversation}/tags`;
  const body = { id: await make.tag('VIP'), admin_id: admin };
  const first = await call('POST', path, body);
  timers.advance(60_000);
  const second = await call('POST', path, body);
  expect(second.body.applied_at - first.body.applied_at).toBe(later);
});

describe('every answer', () => {
  it.each([
    ['no token', {}, 401, 'unauthorized', 'Access Token Invalid'],
    ['another token', { Authorization: 'Bearer other' }, 401, 'unauthorized', 'Access Token Invalid'],
    [
      'a version that is none',
      { Authorization: 'Bearer local-token', 'Intercom-Version': '9.9' },
      400,
      'intercom_version_invalid',
      'The requested version could not be found',
    ],
  ])('to %s says what is wrong', async (_what, headers, status, code, message) => {
    const { workspace } = emulator();
    const response = await workspace.app.request('/tags', { headers });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ type: 'error.list', errors: [{ code, message }] });
    expect(response.headers.has('x-ratelimit-limit')).toBe(status !== 401);
  });

  it("comes whatever the case of the scheme's name", async () => {
    const { workspace } = emulator();
    const headers = { Authorization: 'bearer local-token' };
    expect((await workspace.app.request('/tags', { headers })).status).toBe(200);
  });

  it.each(['1.0', '2.0', '2.11', 'Preview'])('takes version %s', async (version) => {
    const { call } = emulator();
    expect((await call('GET', '/tags', undefined, { 'Intercom-Version': version })).status).toBe(200);
  });

  it('to what is no JSON is a 400', async () => {
    const { workspace } = emulator();
    const response = await workspace.app.request('/tags', {
      method: 'POST',
      headers: { Authorization: 'Bearer local-token' },
      body: '{"name":',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ code: 'bad_request' }] });
  });

  it('to no operation is a 404', async () => {
    expect((await emulator().call('GET', '/nothing')).body.errors[0].code).toBe('not_found');
  });
});
