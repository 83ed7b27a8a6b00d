import { describe, expect, it } from 'vitest';
import { createTagDirectory } from '../../../functions/intercom/tag-directory/create-tag-directory.ts';
import { createMemoryCatalogue } from '../../../functions/intercom/tag-directory/tag-catalogue.ts';
import { startWorkspace } from '../../support/start-workspace.ts';

async function start() {
  const started = await startWorkspace();
  const client = started.connect();
  const contactId = await started.create('contacts', { external_id: 'ada' });
  const conversationId = await started.create('conversations', {
    from: { type: 'user', id: contactId },
    body: 'Where is my refund?',
  });
  return { ...started, client, contactId, conversationId };
}

describe('the client on a workspace', () => {
  it('makes, finds, renames and deletes a tag', async () => {
    await using started = await start();
    const { client } = started;

    const tag = await client.createTag('Refund');
    await expect(client.createTag('REFUND')).resolves.toMatchObject({ id: tag.id });
    await expect(client.findTag(tag.id)).resolves.toMatchObject({ name: 'Refund' });
    await expect(client.updateTag({ tagId: tag.id, name: 'Refunds' })).resolves.toMatchObject({
      name: 'Refunds',
    });
    await expect(client.listTags()).resolves.toMatchObject([{ id: tag.id, name: 'Refunds' }]);
    await client.deleteTag(tag.id);
    await expect(client.findTag(tag.id)).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  it('puts a tag on a contact and takes it off, twice without harm', async () => {
    await using started = await start();
    const { client, contactId } = started;
    const { id: tagId } = await client.createTag('vip');

    const attached = await client.attachTagToContact({ contactId, tagId });
    expect(attached.appliedAt).toBeTypeOf('number');
    await client.attachTagToContact({ contactId, tagId });
    await expect(client.listTagsForAContact(contactId)).resolves.toMatchObject([{ id: tagId, name: 'vip' }]);
    await client.detachTagFromContact({ contactId, tagId });
    await expect(client.detachTagFromContact({ contactId, tagId })).resolves.toMatchObject({
      appliedAt: null,
      appliedBy: null,
    });
    await expect(client.listTagsForAContact(contactId)).resolves.toEqual([]);
    expect(started.workspace.core.transitions.all().map(({ change }) => change)).toEqual([
      'added',
      'removed',
    ]);
  });

  it('puts a tag on a conversation in the name of an admin, and takes it off', async () => {
    await using started = await start();
    const { client, conversationId, adminId } = started;
    const { id: tagId } = await client.createTag('refund');

    await client.attachTagToConversation({ conversationId, tagId, adminId });
    await expect(client.retrieveConversation(conversationId)).resolves.toMatchObject({
      id: conversationId,
      tags: [{ id: tagId, name: 'refund', appliedBy: { type: 'admin', id: adminId } }],
      contacts: [{ id: started.contactId }],
    });
    await client.detachTagFromConversation({ conversationId, tagId, adminId });
    await expect(client.retrieveConversation(conversationId)).resolves.toMatchObject({ tags: [] });
  });

  it('says which admin and which workspace it speaks for', async () => {
    await using started = await start();

    await expect(started.client.identifyAdmin()).resolves.toMatchObject({
      id: started.adminId,
      workspaceId: started.workspace.options.appId,
      region: 'US',
    });
    await expect(started.client.listAdmins()).resolves.toMatchObject(
      started.workspace.options.admins.map(({ id }) => ({ id })),
    );
  });

  it('tells a missing contact, conversation and tag, and a bad token', async () => {
    await using started = await start();
    const { client, contactId, conversationId, adminId } = started;
    const { id: tagId } = await client.createTag('vip');

    await expect(client.showContact('f'.repeat(24))).rejects.toMatchObject({
      status: 404,
      code: 'not_found',
    });
    await expect(client.attachTagToContact({ contactId: 'f'.repeat(24), tagId })).rejects.toMatchObject({
      code: 'not_found',
      detail: 'User Not Found',
    });
    await expect(client.attachTagToContact({ contactId, tagId: '404' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      client.detachTagFromConversation({ conversationId, tagId: '404', adminId }),
    ).rejects.toMatchObject({ code: 'tag_not_found' });
    await expect(started.connect({ token: 'wrong' }).listTags()).rejects.toMatchObject({
      status: 401,
      code: 'unauthorized',
    });
  });

  it('finds the tag that a person made again under its old name', async () => {
    await using started = await start();
    const { client, contactId } = started;
    const directory = createTagDirectory({ intercom: client, catalogue: createMemoryCatalogue() });
    const attach = () =>
      directory.use('vip', { create: true }, (tag) =>
        client.attachTagToContact({ contactId, tagId: tag.id }),
      );

    const first = await attach();
    if (first.outcome !== 'used') throw new Error('the tag was not made');
    await client.deleteTag(first.tag.id);
    await expect(attach()).resolves.toEqual({ outcome: 'deleted' });
    const again = await client.createTag('VIP');
    await expect(attach()).resolves.toEqual({ outcome: 'deleted' });
    directory.forget(first.tag);
    await expect(attach()).resolves.toMatchObject({ outcome: 'used', tag: { id: again.id } });
  });
});
