import { describe, expect, it } from 'vitest';
import { createIntercomClient, type IntercomClient } from '../../../../functions/intercom/client.ts';
import { json, startIntercomServer } from '../../../support/intercom-server.ts';

const TAG = { type: 'tag', id: 99, name: 'vip' };

describe('tags on one object', () => {
  it.each<[string, (client: IntercomClient) => Promise<unknown>, object]>([
    [
      'attachTagToContact',
      (client) => client.attachTagToContact({ contactId: '63a0', tagId: '99' }),
      { method: 'POST', url: '/contacts/63a0/tags', json: { id: '99' } },
    ],
    [
      'detachTagFromContact',
      (client) => client.detachTagFromContact({ contactId: '63a0', tagId: '99' }),
      { method: 'DELETE', url: '/contacts/63a0/tags/99', json: undefined },
    ],
    [
      'attachTagToConversation',
      (client) => client.attachTagToConversation({ conversationId: '5', tagId: '99', adminId: '1' }),
      { method: 'POST', url: '/conversations/5/tags', json: { id: '99', admin_id: '1' } },
    ],
    [
      'detachTagFromConversation',
      (client) => client.detachTagFromConversation({ conversationId: '5', tagId: '99', adminId: '1' }),
      { method: 'DELETE', url: '/conversations/5/tags/99', json: { admin_id: '1' } },
    ],
    [
      'attachTagToTicket',
      (client) => client.attachTagToTicket({ ticketId: '6', tagId: '99', adminId: '1' }),
      { method: 'POST', url: '/tickets/6/tags', json: { id: '99', admin_id: '1' } },
    ],
    [
      'detachTagFromTicket',
      (client) => client.detachTagFromTicket({ ticketId: '6', tagId: '99', adminId: '1' }),
      { method: 'DELETE', url: '/tickets/6/tags/99', json: { admin_id: '1' } },
    ],
  ])('%s asks as the description says', async (_, call, request) => {
    await using server = await startIntercomServer(json(TAG));
    const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });

    await expect(call(client)).resolves.toMatchObject({ id: '99', name: 'vip' });
    expect(server.requests).toMatchObject([request]);
  });

  it('lists all tags of a contact', async () => {
    await using server = await startIntercomServer(json({ type: 'list', data: [TAG] }));
    const client = createIntercomClient({ token: 'secret', baseUrl: server.baseUrl });

    await expect(client.listTagsForAContact('63a0')).resolves.toMatchObject([{ id: '99' }]);
    expect(server.requests).toMatchObject([{ method: 'GET', url: '/contacts/63a0/tags' }]);
  });
});
