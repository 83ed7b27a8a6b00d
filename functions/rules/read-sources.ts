import type { Source, TargetType } from './model.ts';
import { parseTemplate } from './outcome/template.ts';
import { fieldFault } from './read-tags.ts';
import {
  type At,
  asMap,
  inWords,
  keyPlace,
  placeOf,
  type Reading,
  refuseOtherKeys,
  valueAt,
} from './reading.ts';
import { isNull } from './yaml-scalar.ts';
import { entryOf } from './yaml-tree.ts';

const finders: Readonly<Record<TargetType, readonly ('id' | 'external_id' | 'email' | 'company_id')[]>> = {
  contact: ['id', 'external_id', 'email'],
  company: ['id', 'company_id'],
  conversation: ['id'],
  ticket: ['id'],
};
const types: readonly TargetType[] = ['contact', 'company', 'conversation', 'ticket'];

/** Which object a webhook of another system is about: one type, found by one key, whose value is a template over `payload`. */
export function readSource(at: At, name: string, reading: Reading): Source {
  const source = asMap(at);
  const subject = source && entryOf(source.node, 'subject');
  const inner = source && subject && asMap(valueAt(source, subject));
  if (source === undefined || inner === undefined) {
    const message = `A source says whom it is about: ${name}: { subject: { contact: { email: "{{payload.email}}" } } }.`;
    reading.report.error('schema', placeOf(at), message);
    return { subject: {} };
  }
  refuseOtherKeys(source, ['subject'], 'A source', reading);
  refuseOtherKeys(inner, types, '"subject"', reading);
  const known = inner.node.entries.flatMap((entry) => {
    const type = types.find((each) => each === entry.key);
    return type === undefined ? [] : [{ entry, type }];
  });
  const [first] = known;
  if (first === undefined || known.length > 1) {
    reading.report.error('schema', placeOf(inner), `"subject" names one of ${inWords(types)}.`);
    return { subject: {} };
  }
  const { entry, type } = first;
  return { subject: { [type]: readFinder(valueAt(inner, entry), type, reading) } };
}

function readFinder(at: At, type: TargetType, reading: Reading): Record<string, string> {
  const { report } = reading;
  const map = asMap(at);
  const [entry, other] = map?.node.entries ?? [];
  if (map === undefined || entry === undefined || other !== undefined) {
    report.error('schema', placeOf(at), `A ${type} is found by one of ${inWords(finders[type])}.`);
    return {};
  }
  refuseOtherKeys(map, finders[type], `A ${type}`, reading);
  const { value } = entry;
  if (value.kind !== 'scalar' || isNull(value) || value.text.trim() === '') {
    const code = value.kind === 'scalar' ? 'empty_value' : 'schema';
    report.error(
      code,
      placeOf(valueAt(map, entry)),
      'A template over the payload stands here, quoted: "{{payload.data.customer}}".',
    );
    return {};
  }
  for (const fault of parseTemplate(value.text).flatMap((piece) => pieceFaults(piece, reading))) {
    report.error('bad_template', keyPlace(map, entry), fault);
  }
  return { [entry.key]: value.text };
}

function pieceFaults(piece: ReturnType<typeof parseTemplate>[number], reading: Reading): string[] {
  if ('text' in piece) {
    return piece.text.includes('{{') ? ['There is a "{{" without its "}}" here.'] : [];
  }
  const name = 'group' in piece ? `match.${piece.group}` : piece.field;
  if (name === 'payload') {
    return ['"payload" is no single value, so nothing can be found by it.'];
  }
  return name.startsWith('payload')
    ? fieldFault(name, reading)
    : [`A source's subject is found in its payload: write "{{payload.…}}", not "{{${name}}}".`];
}
