/** What a notification is about: by its topic, its source's template, or the schedule that made it. */

import type { CompiledRuleset, CompiledSource } from './compile/compiled.ts';
import { exampleFacts } from './facts/example-facts.ts';
import { readFact } from './facts/read-fact.ts';
import type { DecisionInput, Target, TargetType } from './model.ts';
import { render, SUBJECT_LIMIT } from './outcome/template.ts';
import { subjectOf } from './subject.ts';

export interface Origin {
  /** Null where nothing can be tagged. */
  type: TargetType | null;
  /** As far as the notification names it. */
  subject: Target | null;
}

/** Which object a source's payload names, by which of its keys. */
export interface SourceSubject {
  type: TargetType;
  by: CompiledSource['by'];
  value: string;
}

export function originOf(compiled: CompiledRuleset, input: DecisionInput): Origin {
  const { notification } = input;
  const { topic } = notification;
  if (topic.startsWith('source:')) {
    return sourceOrigin(compiled, input);
  }
  const scheduled = compiled.topics.scheduledType(topic);
  if (scheduled !== null) {
    return { type: scheduled, subject: null };
  }
  const subject = subjectOf(notification);
  return { type: subject?.type ?? null, subject };
}

/** The subject of a source's webhook, to be looked up; null where the template cannot be rendered from this payload. */
export function sourceSubject(
  compiled: CompiledRuleset,
  name: string,
  payload: unknown,
): SourceSubject | null {
  const source = compiled.sources.get(name);
  if (source === undefined) {
    return null;
  }
  const facts = exampleFacts(`source:${name}`, source.type, { payload }, compiled.zone);
  const read = (piece: { field: string } | { group: string }) =>
    'field' in piece ? readFact(facts, piece.field) : undefined;
  const rendered = render(source.pieces, compiled.zone, read, SUBJECT_LIMIT);
  return 'text' in rendered ? { type: source.type, by: source.by, value: rendered.text } : null;
}

function sourceOrigin(compiled: CompiledRuleset, { notification, facts }: DecisionInput): Origin {
  const name = notification.topic.slice('source:'.length);
  const type = compiled.sources.get(name)?.type ?? null;
  const payload = facts?.payload ?? ('payload' in notification ? notification.payload : undefined);
  const found = subjectOf(notification);
  // A ruleset since published may have another type of subject for this source.
  if (found !== null && found.type === type) {
    return { type, subject: found };
  }
  const subject = sourceSubject(compiled, name, payload);
  return { type, subject: subject?.by === 'id' ? { type: subject.type, id: subject.value } : null };
}
