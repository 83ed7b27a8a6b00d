import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { BLOCK_ELEMENTS, DROPPED_ELEMENTS, isElementName } from './html-elements.ts';
import { quoteKind } from './quoted-history.ts';

/**
 * The text of a message body, trimmed, without quoted history. What is not HTML (`a < b`, `<3`, `AT&T`,
 * `<jo@example.com>`) stays: since version 2.15 Intercom's webhooks carry plain text.
 *
 * Works on the tokenizer and not on the parser, whose stack of open elements takes quadratic time on a body of
 * nothing but start tags (ADR 0011).
 */
export function htmlToText(html: string): string {
  if (!MARKUP.test(html)) return html.trim();
  const writer = startText();
  const reader = readerOf(html, writer);
  const tokenizer = new Tokenizer({ decodeEntities: true }, reader);
  tokenizer.write(html);
  tokenizer.end();
  return writer.pieces.join('').trim();
}

const MARKUP = /[<&]/;

interface TextWriter {
  pieces: string[];
  /** A block has begun or ended since: the next text stands on a line of its own. */
  breaks: boolean;
  endsLine: boolean;
}

const startText = (): TextWriter => ({ pieces: [], breaks: false, endsLine: true });

function write(writer: TextWriter, text: string): void {
  if (!text.startsWith('\n')) endBlock(writer);
  writer.breaks = false;
  writer.pieces.push(text);
  writer.endsLine = text.endsWith('\n');
}

function writeBreak(writer: TextWriter): void {
  endBlock(writer);
  writer.pieces.push('\n');
  writer.endsLine = true;
}

function endBlock(writer: TextWriter): void {
  if (writer.breaks && !writer.endsLine) writer.pieces.push('\n');
  writer.breaks = false;
}

/** A start tag as far as it has been read. */
interface StartTag {
  /** Of its `<`. */
  start: number;
  name: string;
  class: string;
  id: string;
  style: string;
}

const NO_TAG: StartTag = { start: 0, name: '', class: '', id: '', style: '' };

/** What is left out up to its end tag; elements of the same name inside it have end tags of their own. */
interface Dropped {
  name: string;
  depth: number;
}

function readerOf(html: string, writer: TextWriter): TokenizerCallbacks {
  let tag = NO_TAG;
  let attribute = '';
  let dropped: Dropped | undefined;
  let done = false;

  const text = (value: string): void => {
    if (dropped === undefined && !done) write(writer, value);
  };
  const start = (end: number): void => {
    const started = tag;
    tag = NO_TAG;
    if (isElementName(started.name)) startElement(started);
    else text(html.slice(started.start, end + 1));
  };
  const startElement = (started: StartTag): void => {
    const { name } = started;
    // A head without an end tag ends where the body begins.
    if (dropped?.name === 'head' && name === 'body') dropped = undefined;
    if (dropped !== undefined) {
      if (dropped.name === name) dropped.depth += 1;
      return;
    }
    if (name === 'br' && !done) writeBreak(writer);
    if (BLOCK_ELEMENTS.has(name)) writer.breaks = true;
    const quote = quoteKind(started);
    if (quote === 'to the end') done = true;
    else if (quote === 'element' || DROPPED_ELEMENTS.has(name)) dropped = { name, depth: 1 };
  };
  const endElement = (name: string): void => {
    if (dropped?.name === name) {
      dropped.depth -= 1;
      if (dropped.depth === 0) dropped = undefined;
    }
    if (BLOCK_ELEMENTS.has(name)) writer.breaks = true;
  };
  return {
    ontext: (from, end) => text(html.slice(from, end)),
    ontextentity: (codePoint) => text(String.fromCodePoint(codePoint)),
    onopentagname: (from, end) => {
      tag = { start: from - 1, name: html.slice(from, end).toLowerCase(), class: '', id: '', style: '' };
    },
    onattribname: (from, end) => {
      attribute = html.slice(from, end).toLowerCase();
    },
    onattribdata: (from, end) => {
      if (attribute === 'class' || attribute === 'id' || attribute === 'style') {
        tag[attribute] += html.slice(from, end);
      }
    },
    onattribentity: ignore,
    onattribend: ignore,
    onopentagend: start,
    onselfclosingtag: start,
    onclosetag: (from, end) => {
      const name = html.slice(from, end).toLowerCase();
      if (isElementName(name)) endElement(name);
      else text(html.slice(from - 2, end + 1));
    },
    onend: () => {
      // A tag that nothing closes is none: `if a<b then`.
      if (tag !== NO_TAG) text(html.slice(tag.start));
    },
    oncdata: ignore,
    oncomment: ignore,
    ondeclaration: ignore,
    onprocessinginstruction: ignore,
  };
}

const ignore = (): void => undefined;
