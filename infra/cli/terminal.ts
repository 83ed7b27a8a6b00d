import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Where people read: how wide, and whether in colour. */
export interface Terminal {
  width: number;
  write(text: string): void;
  style(style: Style, text: string): string;
}

/** Colour only at a terminal, and not where NO_COLOR says so; https://no-color.org. */
export function terminalOf(
  stream: NodeJS.WriteStream,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal {
  const colour = stream.isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  return {
    // A terminal may say that it has no columns, and nothing can be read in fewer than 40.
    width: Math.max(40, Math.min(stream.columns || 80, 80)),
    write: (text) => stream.write(text),
    style: (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text),
  };
}

/** Breaks a text into lines of at most `width`, at spaces; a longer word stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
