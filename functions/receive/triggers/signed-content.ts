import type { Piece } from './signing.ts';

/** A template of what is signed, such as `{timestamp}.{body}`, cut at its body; or what is wrong with it. */
export function parseSignedContent(
  template: string,
): { before: Piece[]; after: Piece[] } | { problem: string } {
  const parts = template.split('{body}');
  const [before, after] = parts;
  if (before === undefined || after === undefined || parts.length > 2) {
    return { problem: 'signed must hold {body} once' };
  }
  const pieces = { before: piecesOf(before), after: piecesOf(after) };
  const isOpen = [...pieces.before, ...pieces.after].some(
    (piece) => 'text' in piece && /[{}]/.test(piece.text),
  );
  return isOpen ? { problem: 'signed knows {body}, {timestamp} and {id} only' } : pieces;
}

export function uses(
  { before, after }: { before: readonly Piece[]; after: readonly Piece[] },
  name: string,
): boolean {
  return [...before, ...after].some((piece) => 'placeholder' in piece && piece.placeholder === name);
}

function piecesOf(text: string): Piece[] {
  return text
    .split(/(\{timestamp\}|\{id\})/)
    .filter((part) => part !== '')
    .map((part) => {
      if (part === '{timestamp}') return { placeholder: 'timestamp' };
      return part === '{id}' ? { placeholder: 'id' } : { text: part };
    });
}
