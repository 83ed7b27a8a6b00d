import { describe, expect, it } from 'vitest';
import { createIntercomClient } from '../../../../functions/intercom/client.ts';
import { errorList, json, startIntercomServer } from '../../../support/intercom-server.ts';

const TAG = json({ type: 'tag', id: '7', name: 'vip' });

describe('bulk tagging', () => {
  it('tags users by the name of the tag', async () => {
    await using server = await startIntercomServer(TAG);
    const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });

    await expect(client.tagUsers({ name: 'vip', contactIds: ['a', 'b'] })).resolves.toEqual([
      { target: 'a', outcome: 'tagged' },
      { target: 'b', outcome: 'tagged' },
    ]);
    expect(server.requests).toMatchObject([
      { method: 'POST', url: '/tags', json: { name: 'vip', users: [{ id: 'a' }, { id: 'b' }] } },
    ]);
  });

  it("takes companies by Intercom's id or by the workspace's", async () => {
    await using server = await startIntercomServer(TAG);
    const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });
    const companies = [{ id: '531e' }, { companyId: '6' }];

    await expect(client.tagCompanies({ name: 'vip', companies })).resolves.toMatchObject([
      { target: { id: '531e' }, outcome: 'tagged' },
      { target: { companyId: '6' }, outcome: 'tagged' },
    ]);
    await expect(client.untagCompanies({ name: 'vip', companies })).resolves.toMatchObject([
      { outcome: 'untagged' },
      { outcome: 'untagged' },
    ]);
    expect(server.requests.map((request) => request.json)).toEqual([
      { name: 'vip', companies: [{ id: '531e' }, { company_id: '6' }] },
      {
        name: 'vip',
        companies: [
          { id: '531e', untag: true },
          { company_id: '6', untag: true },
        ],
      },
    ]);
  });

  it('names a company that is missing, and the reason where another could not be tagged', async () => {
    await using server = await startIntercomServer(
      errorList(404, 'company_not_found', 'Company Not Found'),
      errorList(404, 'company_not_found', 'Company Not Found'),
      errorList(401, 'unauthorized'),
    );
    const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });

    await expect(
      client.tagCompanies({ name: 'vip', companies: [{ id: '1' }, { id: '2' }] }),
    ).resolves.toMatchObject([
      { target: { id: '1' }, outcome: 'missing' },
      { target: { id: '2' }, outcome: 'failed', error: { code: 'unauthorized' } },
    ]);
  });

  it('asks nothing for nobody', async () => {
    await using server = await startIntercomServer(TAG);
    const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });

    await expect(client.tagUsers({ name: 'vip', contactIds: [] })).resolves.toEqual([]);
    expect(server.requests).toEqual([]);
  });
});
