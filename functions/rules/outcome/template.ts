/** Tag names with `{{placeholders}}`, and the templates of a source's subject. */

import { UNKNOWN } from '../facts/holding.ts';
import { fieldType } from '../fields.ts';
import type { SkippedChange } from '../model.ts';
import { dayText, momentOfFact } from '../time/moment.ts';

export type TemplatePiece = { text: string } | { field: string } | { group: string };

/** What a template came to: a text, or the field that is not held, or why the change is skipped. */
export type Rendering = { text: string } | { needs: string[] } | { skipped: SkippedChange['reason'] };

/** Characters of a tag that a template renders. */
export const TAG_LIMIT = 100;
/** Of what a subject is found by: an e-mail address has up to 254, Intercom's ids and external ids no more than that. */
export const SUBJECT_LIMIT = 255;

/** `{{match.order}}` is a group of an expression that matched, all else between braces the name of a field. */
export function parseTemplate(template: string): TemplatePiece[] {
  return template
    .split(/(\{\{.*?\}\})/su)
    .filter((piece) => piece !== '')
    .map(parsePiece);
}

/** `read` gives a placeholder's value: UNKNOWN where it is not held, undefined where it is missing. `limit`: characters. */
export function render(
  pieces: readonly TemplatePiece[],
  zone: string,
  read: (piece: { field: string } | { group: string }) => unknown,
  limit = TAG_LIMIT,
): Rendering {
  const needs: string[] = [];
  let text = '';
  let skipped: SkippedChange['reason'] | undefined;
  for (const piece of pieces) {
    if ('text' in piece) {
      text += piece.text;
      continue;
    }
    const value = read(piece);
    if (value === UNKNOWN && 'field' in piece) {
      needs.push(piece.field);
      continue;
    }
    const printed = printedValue(piece, zone, value);
    if (typeof printed === 'string') {
      text += printed;
    } else {
      skipped ??= printed.skipped;
    }
  }
  if (skipped !== undefined || needs.length > 0) {
    return skipped === undefined ? { needs } : { skipped };
  }
  const rendered = tidy(text);
  return Array.from(rendered).length > limit ? { skipped: 'too_long' } : { text: rendered };
}

function parsePiece(piece: string): TemplatePiece {
  const name = /^\{\{(.*)\}\}$/su.exec(piece)?.[1]?.trim();
  if (name === undefined) {
    return { text: piece };
  }
  const group = /^match\.(.+)$/u.exec(name)?.[1];
  return group === undefined ? { field: name } : { group };
}

function printedValue(
  piece: { field: string } | { group: string },
  zone: string,
  value: unknown,
): string | { skipped: SkippedChange['reason'] } {
  if (value === undefined || value === null) {
    return { skipped: 'missing' };
  }
  if (typeof value === 'object') {
    return { skipped: 'not_a_value' };
  }
  const text = printed(piece, zone, value);
  return tidy(text) === '' ? { skipped: 'missing' } : text;
}

/** Numbers and booleans as JSON prints them, dates as the day on the ruleset's calendar. */
function printed(piece: { field: string } | { group: string }, zone: string, value: unknown): string {
  const isDate = 'field' in piece && fieldType(piece.field) === 'date';
  const moment = isDate ? momentOfFact(value, zone) : undefined;
  return moment === undefined ? String(value) : dayText(moment, zone);
}

/** White space of any kind is one space, so that a line break parts words; other control characters go. */
function tidy(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/\p{Cc}+/gu, '')
    .replace(/ {2,}/gu, ' ')
    .trim();
}
