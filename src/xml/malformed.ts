/** What a parser that finds a document malformed says of itself. Lines from 1, columns in characters that were read. */
export interface Stopped {
  readonly line: number;
  readonly column: number;
  readonly state: number;
  /** Where the reference or the tag begins that was being read last. */
  readonly beganLine: number;
  readonly beganColumn: number;
  /** The character that was read last. */
  readonly last: string;
}

/** What is wrong, in words without anything from the document, and where. */
export interface Malformed {
  readonly reason: string;
  readonly line: number;
  readonly column: number;
}

/** What the tokenizer says of an ampersand that begins no reference. */
export const BARE_AMPERSAND = 'bare ampersand';
/** Numbers of saxes' states. */
const S_OPEN_WAKA = 15;
const S_ATTRIB_VALUE_QUOTED = 40;
const S_ATTRIB_VALUE_CLOSED = 41;

const AMPERSAND = 'an & that begins no reference: write &amp;';
const UNDEFINED = 'a name between & and ; that XML does not have: write the character itself or its number, such as &#233;';
const NO_CHARACTER = 'a number between &# and ; that is no character of XML';
const LESS = 'a < that begins no tag: write &lt;';
const LESS_IN_VALUE = 'a < in the value of an attribute: write &lt;';
const QUOTE = 'something follows the quote that ends the value of an attribute: write &quot; for a quote in a value';
const ATTRIBUTE = 'no attribute can be read here: a value stands between quotes, and a quote in it is written &quot;';
const CONTROL = 'a character that XML does not allow';
const CUT = 'the document ends before its last tag is closed (Content-Length counts bytes, not characters)';
const DECLARATION = 'an XML declaration that is wrong, or that does not stand at the very start';
const COMMENT = 'a comment with -- in it';
const INSTRUCTION = 'a processing instruction without a proper name';
const SECTION_END = 'a ]]> outside of a CDATA section: write ]]&gt;';
const TAGS = 'the tags do not pair up: each element needs its closing tag, and a < in a text is written &lt;';

/** What saxes says of an XML declaration. */
const OF_DECLARATION =
  /XML declaration|^(?:value must be quoted|value required|whitespace required|(?:encoding value|version number|standalone value) must match|did not expect any more|expected (?:one of|the name))/;

/** What people get wrong most, said so that they can mend it: saxes stops where it can read no further, which is mostly behind the cause. */
export function explained(error: Error, at: Stopped): Malformed {
  const [said = ''] = error.message.split(':');
  const reason = said.replace(/\.$/, '');
  const here = { line: at.line, column: at.column + 1 };
  const began = { line: at.beganLine, column: at.beganColumn };
  const last = { line: at.line, column: Math.max(1, at.column) };
  switch (reason) {
    case BARE_AMPERSAND:
    case 'disallowed character in entity name':
      return { reason: AMPERSAND, ...began };
    case 'undefined entity':
      return { reason: UNDEFINED, ...began };
    case 'malformed character entity':
      return { reason: NO_CHARACTER, ...began };
    case 'disallowed character in tag name':
      return at.state === S_OPEN_WAKA ? { reason: LESS, ...began } : { reason: TAGS, ...last };
    case 'disallowed character':
      return { reason: at.state === S_ATTRIB_VALUE_QUOTED && at.last === '<' ? LESS_IN_VALUE : CONTROL, ...last };
    case 'no whitespace between attributes':
    case 'disallowed character in attribute name':
      return { reason: at.state === S_ATTRIB_VALUE_CLOSED ? QUOTE : ATTRIBUTE, ...last };
    case 'attribute without value':
    case 'unquoted attribute value':
      return { reason: ATTRIBUTE, ...last };
    case 'disallowed character in closing tag':
    case 'forward-slash in opening tag not followed by >':
    case 'weird empty close tag':
      return { reason: TAGS, ...last };
    case 'malformed comment':
      return { reason: COMMENT, ...last };
    case 'incorrect syntax':
      return { reason: LESS, ...began };
    case 'disallowed character in processing instruction name':
    case 'processing instruction without a target':
      return { reason: INSTRUCTION, ...last };
    case 'the string "]]>" is disallowed in char data':
      return { reason: SECTION_END, ...last };
    case 'unmatched closing tag':
    case 'unexpected close tag':
      return { reason: TAGS, ...here };
    case 'unclosed tag':
    case 'unexpected end':
      return { reason: CUT, ...here };
    default:
      return { reason: OF_DECLARATION.test(reason) ? DECLARATION : reason, ...here };
  }
}
