import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToText } from '../../../../functions/rules/text/html-to-text.ts';
import { runs } from '../../../support/runs.ts';

type Case = [html: string, text: string];

describe('htmlToText', () => {
  it.each<Case>([
    ['<p>Hello</p><p>World</p>', 'Hello\nWorld'],
    ['<p>Hello</p>\n<p>World</p>', 'Hello\nWorld'],
    ['<div><p>a</p></div><div>b</div>', 'a\nb'],
    ['a<br>b<br/><BR />c', 'a\nb\n\nc'],
    ['<p>a</p><p><br></p><p>b</p>', 'a\n\nb'],
    ['<p>a<br></p><p>b</p>', 'a\nb'],
    ['re<b>fund</b> <i>n</i>ow', 'refund now'],
    ['<ul><li>one</li><li>two</li></ul>', 'one\ntwo'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>', 'a\nb\nc'],
    ['<h1>Title</h1>text', 'Title\ntext'],
    ['  <p> a   b </p>  ', 'a   b'],
    ['a\u00a0&nbsp;b', 'a\u00a0\u00a0b'],
    [
      '&lt;b&gt; &amp;amp; &quot;x&quot; &#39;y&#x27; &euro; &copy &notit; &#128512;',
      `<b> &amp; "x" 'y' € © ¬it; 😀`,
    ],
    ['<a href="https://x.example/?a=b&amp;c" title="no > end">link</a>', 'link'],
    ['<p CLASS=intro>x</p >y', 'x\ny'],
    ['<o:p>&nbsp;x</o:p><my-widget>y</my-widget>', 'xy'],
  ])('reads %j as %j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it.each<Case>([
    ['<script>alert("<p>x</p>")</script>a', 'a'],
    ['<style>p { color: red }</style>a', 'a'],
    ['<html><head><title>T</title><style>x</style></head><body>a</body></html>', 'a'],
    ['<head><title>T</title><body>a', 'a'],
    ['a<!-- <p>x</p> -->b', 'ab'],
    ['<!doctype html>a<?xml x?><![CDATA[x]]>', 'a'],
    ['a<!-- never ends', 'a'],
    ['a<style>never ends', 'a'],
  ])('drops what is no text of %j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it.each<Case>([
    ['new<blockquote>old<blockquote>older</blockquote>old</blockquote>new too', 'new\nnew too'],
    [
      'new<div class="gmail_quote gmail_quote_container"><div>On Monday Jo wrote:</div><div>old</div></div>!',
      'new\n!',
    ],
    ['<div dir="ltr" class="gmail_attr">On Monday Jo wrote:<br></div>new', 'new'],
    [
      '<div>new</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: Jo</div><div>old</div>',
      'new',
    ],
    ['<div>new</div><hr><div id="x_divRplyFwdMsg"><b>From:</b> Jo</div><div>old</div>', 'new'],
    ['<p>new</p><div class="OutlookMessageHeader">From: Jo</div><p>old</p>', 'new'],
    [
      '<p>new</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p>From: Jo</p></div></div><p>old</p>',
      'new',
    ],
    ['new<div id="mail-editor-reference-message-container">old</div>', 'new'],
    ['new<div class="ydp1234abcdyahoo_quoted">old</div>', 'new'],
    [
      'new<div class="moz-cite-prefix">On Monday Jo wrote:<br></div><blockquote type="cite">old</blockquote>',
      'new',
    ],
    ['<div class="gmail_signature">Jo</div><div class="my gmail_quotes">x</div>', 'Jo\nx'],
  ])('drops quoted history from %j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it.each<Case>([
    ['a < b && b > c', 'a < b && b > c'],
    ['I <3 you', 'I <3 you'],
    ['AT&T and R&D', 'AT&T and R&D'],
    ['mail <jo@example.com> about <order>', 'mail <jo@example.com> about <order>'],
    ['see <https://example.com/a b>.', 'see <https://example.com/a b>.'],
    ['a</order>b', 'a</order>b'],
    ['if a<b then', 'if a<b then'],
    ['x<', 'x<'],
    [' line\n\nline ', 'line\n\nline'],
    ['', ''],
  ])('leaves plain text alone: %j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it('never throws, whatever the body', () => {
    const fragments = [
      '<',
      '>',
      '&',
      '</',
      '<p',
      '<div class="gmail_quote">',
      '</div>',
      '<!--',
      '-->',
      '&#',
      'x',
      '"',
      '\ud800',
      ' ',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary' }))),
        (parts) => {
          const text = htmlToText(parts.join(''));
          expect(text).toBe(text.trim());
        },
      ),
      { numRuns: runs(100) },
    );
  });
});
