import * as z from 'zod';
import { idSchema } from '../call.ts';
import type { Company } from '../companies/company-store.ts';
import { publishContactTag } from '../contacts/publish-contact.ts';
import type { Core } from '../core.ts';
import { refuse } from '../refusal.ts';
import type { Tag } from './tag-catalogue.ts';
import { attach, detach } from './tagging.ts';

const bodySchema = z.object({
  id: idSchema.optional(),
  name: z.string().trim().min(1).optional(),
  companies: z
    .array(
      z
        .object({
          id: idSchema.optional(),
          company_id: idSchema.optional(),
          untag: z.boolean().optional(),
        })
        .refine(({ id, company_id }) => id !== undefined || company_id !== undefined),
    )
    .optional(),
  users: z
    .array(
      z.object({
        /** Only the id finds a user since 2.0: with `email` or `user_id` it is "User Not Found" (intercom-node#148). */
        id: idSchema.optional(),
        /** In no description since 2.0; to tag where untagging was asked would be the worst answer. */
        untag: z.undefined().optional(),
      }),
    )
    .optional(),
});
type TagBody = z.infer<typeof bodySchema>;

/**
 * `POST /tags` with its four bodies: create, rename, tag and untag companies, tag users. Until 2.15 the tag is
 * made before the objects are looked up, and stays when one of them is missing; then none of the others is tagged.
 */
export function postTag(core: Core, body: unknown): Tag {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw refuse.tagParametersInvalid();
  const { companies, users } = parsed.data;
  // "will not process both" (reference of 1.3).
  if (companies !== undefined && users !== undefined) throw refuse.tagParametersInvalid();
  if (companies !== undefined) return tagCompanies(core, theTag(core, parsed.data), companies);
  if (users !== undefined) return tagUsers(core, theTag(core, parsed.data), users);
  if (parsed.data.id !== undefined) return renameTag(core, parsed.data.id, parsed.data.name);
  return theTag(core, parsed.data);
}

/** The tag of that id, or else the one of that name, which is made if need be. */
function theTag(core: Core, { id, name }: TagBody): Tag {
  if (id !== undefined) {
    const tag = core.tags.find(id);
    if (tag === undefined) throw refuse.resourceNotFound();
    return tag;
  }
  if (name === undefined) throw refuse.tagParametersInvalid();
  const known = core.tags.findByName(name);
  if (known !== undefined) return known;
  const tag = { id: core.ids.next('tag'), name };
  core.tags.add(tag);
  return tag;
}

function renameTag(core: Core, id: string, name: string | undefined): Tag {
  if (name === undefined) throw refuse.tagParametersInvalid();
  const tag = theTag(core, { id });
  const holder = core.tags.findByName(name);
  if (holder !== undefined && holder.id !== id) {
    if (core.options.takenName === 'answer-existing') return holder;
    throw refuse.tagParametersInvalid();
  }
  core.tags.rename(tag, name);
  return tag;
}

function tagUsers(core: Core, tag: Tag, users: NonNullable<TagBody['users']>): Tag {
  const contacts = users.map(({ id }) => {
    const contact = id === undefined ? undefined : core.contacts.find(id);
    if (contact === undefined) throw refuse.userNotFound();
    return contact;
  });
  for (const contact of contacts) {
    const { changed } = attach(core, 'contact', contact, tag, core.admins.me.id);
    if (changed) core.contacts.touch(contact, core.now());
    // The docs of 1.0 say of the topic's forerunner that it is "Not sent for bulk tagging".
    if (changed && contacts.length === 1) publishContactTag(core, contact, tag, 'created');
  }
  return tag;
}

function tagCompanies(core: Core, tag: Tag, entries: NonNullable<TagBody['companies']>): Tag {
  const found = entries.map((entry) => {
    const company = findCompany(core, entry);
    if (company === undefined) throw refuse.companyNotFound();
    return { company, untag: entry.untag === true };
  });
  for (const { company, untag } of found) {
    if (untag) detach(core, 'company', company, tag, core.admins.me.id);
    else attach(core, 'company', company, tag, core.admins.me.id);
  }
  return tag;
}

function findCompany(
  core: Core,
  entry: { id?: string | undefined; company_id?: string | undefined },
): Company | undefined {
  if (entry.id !== undefined) return core.companies.find(entry.id);
  return entry.company_id === undefined ? undefined : core.companies.findByCompanyId(entry.company_id);
}
