import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { adminWithAppSchema } from '../../../../functions/intercom/schemas/admin.ts';
import { companySchema } from '../../../../functions/intercom/schemas/company.ts';
import { contactSchema } from '../../../../functions/intercom/schemas/contact.ts';
import { conversationSchema } from '../../../../functions/intercom/schemas/conversation.ts';
import { list, type RawObject } from '../../../../functions/intercom/schemas/lenient.ts';
import { page } from '../../../../functions/intercom/schemas/page.ts';
import { tagSchema } from '../../../../functions/intercom/schemas/tag.ts';
import { ticketSchema } from '../../../../functions/intercom/schemas/ticket.ts';

type ObjectSchema = z.ZodType<{ id: string; raw: RawObject }>;

const SCHEMAS: [string, ObjectSchema, string[]][] = [
  ['a conversation', conversationSchema, ['created_at', 'state', 'admin_assignee_id', 'contacts', 'tags']],
  ['a contact', contactSchema, ['external_id', 'role', 'email', 'updated_at', 'tags', 'companies']],
  ['a company', companySchema, ['company_id', 'name', 'created_at', 'tags']],
  ['a ticket', ticketSchema, ['ticket_id', 'ticket_state', 'team_assignee_id', 'contacts']],
  ['an admin', adminWithAppSchema, ['name', 'email', 'app']],
];

describe.each(SCHEMAS)('%s', (_, schema, fields) => {
  const odd = fc.constantFrom<unknown>(
    null,
    undefined,
    0,
    '0',
    '',
    'text',
    true,
    {},
    [],
    { tags: null },
    { data: [{}] },
  );
  const raw = fc
    .tuple(
      fc.oneof(fc.maxSafeNat(), fc.maxSafeNat().map(String)),
      fc.dictionary(fc.constantFrom(...fields), odd),
    )
    .map(([id, rest]): RawObject => ({ id, ...rest }));

  it('is always read whatever its optional fields hold, and kept as it came', () => {
    fc.assert(
      fc.property(raw, (object) => {
        const read = schema.parse(object);
        expect(read.id).toBe(String(object['id']));
        expect(read.raw).toEqual(object);
      }),
    );
  });

  it('is never read without an id', () => {
    const result = schema.safeParse({ name: 'nobody' });
    expect(result.success).toBe(false);
    expect(result.error?.issues).toMatchObject([{ path: ['id'] }]);
  });
});

describe('lists', () => {
  it.each([
    ['data', { type: 'list', data: [{ id: 1, name: 'a' }] }],
    ['their own name', { type: 'tag.list', tags: [{ id: 1, name: 'a' }] }],
  ])('are read from %s', (_, answer) => {
    expect(list(tagSchema, 'tags').parse(answer)).toMatchObject([{ id: '1' }]);
    expect(page(tagSchema, 'tags').parse(answer)).toMatchObject({
      items: [{ id: '1' }],
      startingAfter: null,
    });
  });

  it('are empty where there is none', () => {
    expect(list(tagSchema).parse({ type: 'list' })).toEqual([]);
    expect(page(tagSchema).parse({ type: 'list', pages: null, total_count: 'many' })).toEqual({
      items: [],
      totalCount: null,
      startingAfter: null,
    });
  });

  it('are refused with one bad item in them', () => {
    expect(list(tagSchema).safeParse({ data: [{ id: '1', name: 'a' }, { id: '2' }] }).success).toBe(false);
  });
});
