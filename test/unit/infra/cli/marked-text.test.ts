import { describe, expect, it } from 'vitest';
import { markedText } from '../../../../infra/cli/marked-text.ts';

const terminal = { width: 24, write: () => {}, style: (_: unknown, text: string) => text };
const marked = (text: string, ...words: string[]) =>
  markedText(
    text,
    words.map((word) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length })),
    terminal,
  );

describe('a text with its marks', () => {
  it('has carets under what is marked', () => {
    expect(marked('I want my MONEY   back!', 'MONEY   back')).toEqual([
      '    I want my MONEY',
      '              ^^^^^^^^',
      '    back!',
      '    ^^^^',
    ]);
  });

  it('keeps its own lines, and breaks a word that is longer than one', () => {
    expect(marked('Hello\r\n\nabcdefghijklmnopqrstuvwxyz', 'yz')).toEqual([
      '    Hello',
      '',
      '    abcdefghijklmnopqrst',
      '    uvwxyz',
      '        ^^',
    ]);
  });

  it('counts wide characters and emoji as the terminal does', () => {
    expect(marked('👩‍💻 返金して', '返金')).toEqual(['    👩‍💻 返金して', '       ^^^^']);
  });

  it('shows no control character', () => {
    expect(marked('a\u001b[31m\tb', 'b')).toEqual(['    a [31m b', '           ^']);
  });

  it('leaves out what holds no mark of a text of more than 40 lines', () => {
    const text = `${'line\n'.repeat(50)}refund`;
    expect(marked(text, 'refund')).toEqual(['    refund', '    ^^^^^^', '    (50 more lines)']);
  });
});
