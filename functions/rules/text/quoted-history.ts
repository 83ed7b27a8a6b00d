interface StartTag {
  name: string;
  class: string;
  id: string;
  style: string;
}

/** How a mail program marks what it quotes: by an element around it, or by one from which on all is quoted. */
export function quoteKind(tag: StartTag): 'element' | 'to the end' | undefined {
  if (tag.name === 'blockquote') return 'element';
  if (QUOTED_FROM_ID.test(tag.id) || QUOTED_FROM_CLASS.test(tag.class)) return 'to the end';
  if (OUTLOOK_RULE.test(tag.style)) return 'to the end';
  return QUOTE_CLASS.test(tag.class) || QUOTE_ID.test(tag.id) ? 'element' : undefined;
}

/**
 * Gmail (the block, and its line "On … wrote:"), Yahoo (which puts a prefix before the class), Thunderbird's
 * line, Proton Mail, Zoho Mail.
 */
const QUOTE_CLASS =
  /(?:^|\s)(?:gmail_quote|gmail_quote_container|gmail_attr|\w*yahoo_quoted|moz-cite-prefix|moz-forward-container|protonmail_quote|zmail_extra)(?:$|\s)/;

/** Outlook for Mac, and the new Outlook and its app. */
const QUOTE_ID = /^(?:x_)*(?:OLK_SRC_BODY_SECTION|mail-editor-reference-message-container)$/;

/**
 * Outlook on the web and Outlook: an empty element, or the old message's header, stands before the old message.
 * Each reply through Outlook on the web puts another `x_` before the ids of what it quotes.
 */
const QUOTED_FROM_ID = /^(?:x_)*(?:appendonsend|divRplyFwdMsg|divtagdefaultwrapper_quote)$/;
const QUOTED_FROM_CLASS = /(?:^|\s)(?:OutlookMessageHeader|ms-outlook-mobile-reference-message)(?:$|\s)/;

/** Outlook 2007 and later draw a line (`#B5C4DF`, since 2013 `#E1E1E1`) above the old message's header. */
const OUTLOOK_RULE = /border:\s*none;\s*border-top:\s*solid\s+#(?:B5C4DF|E1E1E1)\s+1\.0pt/i;
