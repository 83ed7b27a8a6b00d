import type { SampleDay } from './sample-day.ts';

/** The tags that each conversation and each person should end the day with, by the key they have in the samples. */
export interface ExpectedTags {
  conversations: Map<string, Set<string>>;
  contacts: Map<string, Set<string>>;
}

/** Adds up what the samples say by hand; no rule and no engine is asked. */
export function expectedTags({ customers, day }: SampleDay): ExpectedTags {
  const conversations = new Map<string, Set<string>>();
  const contacts = new Map(Object.keys(customers).map((key) => [key, new Set<string>()]));
  for (const sample of day) {
    if ('contact' in sample) {
      contacts.set(sample.contact.key, new Set(sample.contact_tags));
    } else if ('tag' in sample) {
      tagsOf(conversations, sample.tag).add(sample.add);
    } else {
      const tags = tagsOf(conversations, 'reply' in sample ? sample.reply : sample.conversation);
      for (const tag of sample.tags) tags.add(tag);
      for (const tag of sample.untags) tags.delete(tag);
      if ('from' in sample) for (const tag of sample.contact_tags) tagsOf(contacts, sample.from).add(tag);
    }
  }
  return { conversations, contacts };
}

function tagsOf(objects: Map<string, Set<string>>, key: string): Set<string> {
  const known = objects.get(key);
  if (known) return known;
  const tags = new Set<string>();
  objects.set(key, tags);
  return tags;
}
