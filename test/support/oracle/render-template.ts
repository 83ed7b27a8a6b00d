import type { DecisionInput } from '../../../functions/rules/model.ts';
import { lookUp } from './look-up.ts';
import type { Held } from './test-fact.ts';

/** The tag's name; the facts that it waits for; or null where the change is skipped. Dates are left out. */
export function renderTemplate(
  template: string,
  held: Held[],
  input: DecisionInput,
  _timezone: string,
): { name: string } | { needs: string[] } | null {
  const needs: string[] = [];
  let isEmpty = false;
  const name = template.replaceAll(/\{\{\s*(.*?)\s*\}\}/gu, (_, placeholder: string) => {
    if (placeholder.startsWith('match.')) {
      const group = placeholder.slice('match.'.length);
      const text = held.find((test) => test.groups !== undefined && group in test.groups)?.groups?.[group];
      if (text === undefined || text === null || text.trim() === '') isEmpty = true;
      return text ?? '';
    }
    const fact = lookUp(input, placeholder);
    if (fact === 'unknown') needs.push(placeholder);
    const value = typeof fact === 'object' ? fact.value : null;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (fact !== 'unknown' && (value === null || typeof value === 'object' || text.trim() === '')) {
      isEmpty = true;
    }
    return text;
  });
  if (isEmpty) return null;
  if (needs.length > 0) return { needs };
  const printed = name
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  return printed === '' || printed.length > 100 ? null : { name: printed };
}
