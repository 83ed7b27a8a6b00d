/** What an unquoted scalar means in YAML 1.2's core schema: `yes`, `007` in octal and dates are not in it. */

import type { YamlNode, YamlScalar } from './yaml-tree.ts';

export function isNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.plain && /^(?:|~|null|Null|NULL)$/u.test(node.text);
}

export function scalarValue(node: YamlScalar): string | number | boolean | null {
  if (!node.plain) {
    return node.text;
  }
  if (isNull(node)) {
    return null;
  }
  if (/^(?:true|True|TRUE|false|False|FALSE)$/u.test(node.text)) {
    return node.text.toLowerCase() === 'true';
  }
  return numberValue(node.text) ?? node.text;
}

/** A node as JSON; scalars by their meaning. */
export function plainValue(node: YamlNode): unknown {
  if (node.kind === 'scalar') {
    return scalarValue(node);
  }
  if (node.kind === 'list') {
    return node.items.map(plainValue);
  }
  return Object.fromEntries(node.entries.map((entry) => [entry.key, plainValue(entry.value)]));
}

function numberValue(text: string): number | undefined {
  if (
    /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/u.test(text) ||
    /^0(?:x[\da-fA-F]+|o[0-7]+)$/u.test(text)
  ) {
    const number = Number(text);
    return Number.isFinite(number) ? number : undefined;
  }
  return undefined;
}
