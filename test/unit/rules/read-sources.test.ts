import { describe, expect, it } from 'vitest';
import { checkRuleset } from '../../../functions/rules/check-ruleset.ts';
import { errorsOf, withSource, withTrigger } from '../../support/rules/check-file.ts';

type Bad = [what: string, file: string, ...errors: string[]];

describe('a source', () => {
  it.each<Bad>([
    [
      'no map',
      withSource('text'),
      'schema sources.billing 2:21: A source says whom it is about: billing: { subject: { contact: { email: "{{payload.email}}" } } }.',
    ],
    [
      'nothing of a subject',
      withSource('{}'),
      'schema sources.billing 2:21: A source says whom it is about: billing: { subject: { contact: { email: "{{payload.email}}" } } }.',
    ],
    [
      'a subject that is none',
      withSource('{ subject: contact }'),
      'schema sources.billing 2:21: A source says whom it is about: billing: { subject: { contact: { email: "{{payload.email}}" } } }.',
    ],
    [
      'a key beside the subject',
      withSource('{ subject: { contact: { id: "{{payload.id}}" } }, secret: x }'),
      'schema sources.billing.secret 2:71: A source has no key "secret". It takes subject.',
    ],
    [
      'no type',
      withSource('{ subject: {} }'),
      'schema sources.billing.subject 2:32: "subject" names one of contact, company, conversation and ticket.',
    ],
    [
      'two types',
      withSource('{ subject: { contact: { id: "{{payload.id}}" }, company: { id: "{{payload.id}}" } } }'),
      'schema sources.billing.subject 2:32: "subject" names one of contact, company, conversation and ticket.',
    ],
    [
      'an unknown type',
      withSource('{ subject: { person: { id: "{{payload.id}}" } } }'),
      'schema sources.billing.subject 2:32: "subject" names one of contact, company, conversation and ticket.',
      'schema sources.billing.subject.person 2:34: "subject" has no key "person". It takes contact, company, conversation and ticket.',
    ],
    [
      'no key',
      withSource('{ subject: { contact: {} } }'),
      'schema sources.billing.subject.contact 2:43: A contact is found by one of id, external_id and email.',
    ],
    [
      'two keys',
      withSource('{ subject: { contact: { id: "{{payload.id}}", email: "{{payload.email}}" } } }'),
      'schema sources.billing.subject.contact 2:43: A contact is found by one of id, external_id and email.',
    ],
    [
      'a text for the key',
      withSource('{ subject: { contact: id } }'),
      'schema sources.billing.subject.contact 2:43: A contact is found by one of id, external_id and email.',
    ],
    [
      'a key that finds no conversation',
      withSource('{ subject: { conversation: { email: "{{payload.email}}" } } }'),
      'schema sources.billing.subject.conversation.email 2:50: A conversation has no key "email". It takes id.',
    ],
    [
      'nothing to find by',
      withSource('{ subject: { contact: { id: } } }'),
      'empty_value sources.billing.subject.contact.id 2:45: A template over the payload stands here, quoted: "{{payload.data.customer}}".',
    ],
    [
      'an unquoted template',
      withSource('{ subject: { contact: { id: {{payload.id}} } } }'),
      'schema sources.billing.subject.contact.id 2:49: A template over the payload stands here, quoted: "{{payload.data.customer}}".',
    ],
    [
      'a template that does not end',
      withSource('{ subject: { contact: { id: "{{payload.id" } } }'),
      'bad_template sources.billing.subject.contact.id 2:45: There is a "{{" without its "}}" here.',
    ],
    [
      'a fact of Intercom',
      withSource('{ subject: { contact: { id: "{{contact.id}}" } } }'),
      'bad_template sources.billing.subject.contact.id 2:45: A source\'s subject is found in its payload: write "{{payload.…}}", not "{{contact.id}}".',
    ],
    [
      'the payload itself',
      withSource('{ subject: { contact: { id: "{{payload}}" } } }'),
      'bad_template sources.billing.subject.contact.id 2:45: "payload" is no single value, so nothing can be found by it.',
    ],
    [
      'a group',
      withSource('{ subject: { contact: { id: "{{match.x}}" } } }'),
      'bad_template sources.billing.subject.contact.id 2:45: A source\'s subject is found in its payload: write "{{payload.…}}", not "{{match.x}}".',
    ],
    [
      'a path not well formed',
      withSource('{ subject: { contact: { id: "{{payload.a..b}}" } } }'),
      'bad_template sources.billing.subject.contact.id 2:45: There is no field "payload.a..b". docs/rules.md lists the fields.',
    ],
  ])('is refused: %s', (_, file, ...errors) => {
    expect(errorsOf(file)).toEqual(errors);
  });

  it.each([
    ['contact', 'external_id'],
    ['contact', 'email'],
    ['company', 'company_id'],
    ['conversation', 'id'],
    ['ticket', 'id'],
  ])('finds a %s by its %s', (type, key) => {
    const file = withSource(`{ subject: { ${type}: { ${key}: "x-{{payload.a}}" } } }`);
    expect(checkRuleset({ file: 'f', text: file }).ruleset?.sources).toEqual({
      billing: { subject: { [type]: { [key]: 'x-{{payload.a}}' } } },
    });
  });

  it('reaches anything while it is not known what it is about', () => {
    const file = withTrigger('source:billing', '{ ticket: { add: X } }').replace('{ subject', '{ sbject');
    expect(errorsOf(file)).toEqual([expect.stringMatching(/^schema sources\.billing 2:21: /)]);
  });
});
