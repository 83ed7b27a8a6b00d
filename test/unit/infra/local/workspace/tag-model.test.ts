import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../../../support/runs.ts';
import { emulator } from './emulator.ts';

const NAMES = ['billing', 'VIP', 'refund, now'];

interface Retagging {
  readonly do: 'attach' | 'detach';
  readonly on: 'contact' | 'conversation' | 'company' | 'ticket';
  readonly which: 0 | 1;
  readonly name: string;
  readonly numeric: boolean;
}

type Step =
  | { readonly do: 'create'; readonly name: string }
  | { readonly do: 'delete'; readonly name: string }
  | { readonly do: 'rename'; readonly name: string; readonly to: string }
  | Retagging;

/** A name in any case, with any space around it. */
const name = fc
  .tuple(fc.constantFrom(...NAMES), fc.boolean(), fc.constantFrom('', ' ', '\t'))
  .map(([text, upper, space]) => `${space}${upper ? text.toUpperCase() : text}${space}`);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('create' as const), name }),
  fc.record({ do: fc.constant('delete' as const), name }),
  fc.record({ do: fc.constant('rename' as const), name, to: name }),
  fc.record({
    do: fc.constantFrom('attach' as const, 'detach' as const),
    on: fc.constantFrom('contact' as const, 'conversation' as const, 'company' as const, 'ticket' as const),
    which: fc.constantFrom(0 as const, 1 as const),
    name,
    numeric: fc.boolean(),
  }),
);

const fold = (text: string) => text.trim().toLowerCase();

/** Tags are names that fold to different keys; each object has a set of them. */
class Model {
  /** Key to the name as it was given. */
  readonly tags = new Map<string, string>();
  readonly objects = new Map<string, Set<string>>();

  tagsOf(object: string): Set<string> {
    const tags = this.objects.get(object) ?? new Set();
    this.objects.set(object, tags);
    return tags;
  }

  apply(step: Step): void {
    const key = fold(step.name);
    if (step.do === 'create') this.make(step.name);
    else if (!this.tags.has(key)) return;
    else if (step.do === 'delete') this.remove(key);
    else if (step.do === 'rename') this.rename(key, step.to);
    else if (step.do === 'attach') this.tagsOf(`${step.on}${step.which}`).add(key);
    else this.tagsOf(`${step.on}${step.which}`).delete(key);
  }

  private make(text: string): void {
    if (!this.tags.has(fold(text))) this.tags.set(fold(text), text.trim());
  }

  private remove(key: string): void {
    this.tags.delete(key);
    for (const tags of this.objects.values()) tags.delete(key);
  }

  private rename(key: string, to: string): void {
    if (fold(to) !== key && this.tags.has(fold(to))) return;
    this.tags.delete(key);
    this.tags.set(fold(to), to.trim());
    for (const tags of this.objects.values()) if (tags.delete(key)) tags.add(fold(to));
  }
}

it('any sequence of tag operations leaves what a simple model leaves, whatever form the ids have', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { call, admin, workspace, ...make } = emulator({ rateLimit: { limit: 1e9, windowMs: 1000 } });
      const { core } = workspace;
      const contacts = [await make.contact(), await make.contact()];
      const ids: Record<string, string> = {};
      for (const which of [0, 1] as const) {
        const contact = contacts[which] ?? '';
        ids[`contact${which}`] = contact;
        ids[`conversation${which}`] = await make.conversation(contact);
        ids[`company${which}`] = (await call('POST', '/companies', { company_id: `c${which}` })).body.id;
        ids[`ticket${which}`] = (
          await call('POST', '/tickets', { ticket_type_id: 1, contacts: [{ id: contact }] })
        ).body.id;
      }
      const model = new Model();

      for (const one of steps) {
        const known = core.tags.findByName(one.name);
        if (one.do === 'create') await call('POST', '/tags', { name: one.name });
        else if (known !== undefined) await perform(one, known.id);
        model.apply(one);
      }

      const names = (object: { taggings: readonly { tagId: string }[] } | undefined) =>
        (object?.taggings ?? []).map(({ tagId }) => fold(core.tags.find(tagId)?.name ?? '')).toSorted();
      expect([...core.tags.all()].map((tag) => tag.name).toSorted()).toEqual(
        [...model.tags.values()].toSorted(),
      );
      const stores = {
        contact: core.contacts,
        conversation: core.conversations,
        company: core.companies,
        ticket: core.tickets,
      };
      for (const [type, store] of Object.entries(stores)) {
        for (const which of [0, 1]) {
          expect(names(store.find(ids[`${type}${which}`] ?? ''))).toEqual(
            [...model.tagsOf(`${type}${which}`)].toSorted(),
          );
        }
      }

      async function perform(one: Exclude<Step, { do: 'create' }>, tagId: string): Promise<void> {
        if (one.do === 'delete') await call('DELETE', `/tags/${tagId}`);
        else if (one.do === 'rename') await call('POST', '/tags', { id: tagId, name: one.to });
        else await retag(one, tagId);
      }

      async function retag(
        { do: change, on, which, name: tagName, numeric }: Retagging,
        tagId: string,
      ): Promise<void> {
        const object = ids[`${on}${which}`] ?? '';
        if (on === 'company') {
          const company = numeric ? { company_id: `c${which}` } : { id: object };
          const untag = change === 'detach' ? { untag: true } : {};
          await call('POST', '/tags', { name: tagName, companies: [{ ...company, ...untag }] });
          return;
        }
        const path = `/${on}s/${object}/tags`;
        const by = on === 'contact' ? {} : { admin_id: numeric ? Number(admin) : admin };
        const { status } =
          change === 'attach'
            ? await call('POST', path, { id: numeric ? Number(tagId) : tagId, ...by })
            : await call('DELETE', `${path}/${tagId}`, by);
        expect(status).toBe(200);
      }
    }),
    { numRuns: runs(60) },
  );
});
