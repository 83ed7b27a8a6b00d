const names = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Elements whose beginning and end break the line: those that browsers show as blocks, list items and cells. */
export const BLOCK_ELEMENTS = names(`
  address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
  figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option
  p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp`);

export const DROPPED_ELEMENTS = names('script style head');

const INLINE_ELEMENTS = names(`
  a abbr acronym applet area audio b base basefont bdi bdo bgsound big blink br button canvas cite code col
  colgroup data datalist del dfn em embed font frame frameset head i iframe img input ins kbd label link map
  mark marquee math meta meter nobr noembed noframes noscript object output param picture portal progress q rb
  rp rt rtc ruby s samp script select slot small source span strike strong style sub sup svg template textarea
  time title track tt u use var video wbr path g image`);

/**
 * Whether a name in angle brackets is an element: HTML's own, a custom one (with a hyphen), or one of Office's
 * (`o:p`). What else stands there (`<order>`, `<jo@example.com>`) is text.
 */
export function isElementName(name: string): boolean {
  return BLOCK_ELEMENTS.has(name) || INLINE_ELEMENTS.has(name) || OTHER_ELEMENTS.test(name);
}

const OTHER_ELEMENTS = /^(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)+|(?:o|v|w|m|x|st1|u\d):[a-z0-9]+)$/;
