import { refuse } from '../refusal.ts';
import type { FieldType } from './field.ts';

/**
 * "The value you search for has to match the accepted type, otherwise the query will fail". Numbers may come as
 * strings, as in the description's own example; null asks for what is not set.
 */
export function readOperand(
  value: unknown,
  type: FieldType,
  field: string,
): string | number | boolean | null {
  if (value === null) return null;
  const read = READERS[type](value);
  if (read === undefined) throw refuse.parameterInvalid(`The value does not fit ${field}`, field);
  return read;
}

const READERS: Record<FieldType, (value: unknown) => string | number | boolean | undefined> = {
  string: readString,
  words: readString,
  tag: readString,
  integer: readNumber,
  date: readNumber,
  boolean: readBoolean,
  any: (value) => readString(value) ?? readBoolean(value),
};

function readString(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

function readNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : undefined;
}
