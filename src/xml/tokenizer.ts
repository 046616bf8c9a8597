import { type SaxesOptions, SaxesParser } from 'saxes';
import { BARE_AMPERSAND } from './malformed.js';
import { follows, MOST_OWN, type PlainAttribute, plainTag, type SeenName, type Tag, TokenizerNames } from './tokenizer-names.js';

/** What the loops below read and write of saxes 6.0.0; it is pinned to that version in package.json. */
interface Internals {
  readonly chunk: string;
  i: number;
  prevI: number;
  readonly line: number;
  column: number;
  beganLine: number;
  beganColumn: number;
  entity: string;
  entityReturnState: number;
  parseEntity(entity: string): string;
  name: string;
  text: string;
  forbiddenState: number;
  attribList: PlainAttribute[];
  tag: Tag;
  readonly tags: Tag[];
  readonly names: TokenizerNames;
  readonly longestName: number;
  tooMuch(reason: string): void;
  last: SeenName;
  state: number;
  sawRoot: boolean;
  closedRoot: boolean;
  captureNameChars(): number;
  openTagStartHandler(tag: Tag): void;
  openTagHandler(tag: Tag): void;
  closeTagHandler(tag: Tag): void;
  textHandler(text: string): void;
  closeTag(): void;
  fail(reason: string): void;
}

interface Loops {
  captureNameChars(): number;
  sText(): void;
  handleTextInRoot(): void;
  sCloseTag(): void;
  sOpenWaka(): void;
}

const loops = SaxesParser.prototype as unknown as Loops;
const NAME = table(/[A-Za-z0-9_:.-]/);
const NAME_START = table(/[A-Za-z_:]/);
/** What may stand between `&` and `;`. */
const REFERENCE = table(/[A-Za-z0-9_:.#-]/);
/** Text that has no meaning to a tokenizer: no markup, no line end, no `]` that might begin `]]>`. */
const PLAIN = table(/[^<&\]>\n\r]/, 0x20);
/** So many attributes are compared with each other sooner than they are put into a set. */
const FEW = 6;
/** saxes' code for "read on in the next chunk". */
const END_OF_CHUNK = -1;
/** Numbers of saxes' states. */
const S_TEXT = 13;
const S_OPEN_TAG = 34;
const S_OPEN_TAG_SLASH = 35;
const S_ATTRIB = 36;
const S_CLOSE_TAG = 43;
const SLASH = 0x2f;
const LESS = 0x3c;
const GREATER = 0x3e;
const EQUAL = 0x3d;
const SPACE = 0x20;
const SEMICOLON = 0x3b;

/**
 * saxes, with its hottest loops run ahead over plain ASCII. They stop at the first character that needs thought and leave
 * that, and everything after it, to saxes' own code; so what is reported is the same, in half the time. The tests run both
 * side by side.
 */
export class Tokenizer extends SaxesParser<SaxesOptions> {
  protected readonly names = new TokenizerNames();
  /** Where the reference, or what stands behind a `<` and may be no tag, begins. */
  beganLine = 1;
  beganColumn = 1;
  protected last: SeenName = { name: '', tag: plainTag(''), next: undefined, isLasting: false };

  /** `tooMuch` must throw. */
  constructor(
    protected readonly longestName = Number.POSITIVE_INFINITY,
    protected readonly tooMuch: (reason: string) => void = () => {},
  ) {
    super({ position: false, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  }
}

function runAhead(parser: Internals, plain: Uint8Array): string {
  const { chunk, i: start } = parser;
  const { length } = chunk;
  let i = start;
  while (i < length) {
    const code = chunk.charCodeAt(i);
    if (code > 127 || plain[code] === 0) break;
    i += 1;
  }
  if (i === start) return '';
  parser.i = i;
  parser.column += i - start;
  return chunk.slice(start, i);
}

/** Takes the name that is expected next, with the character behind it, when that is what stands there. */
function expectedName(parser: Internals): number {
  const { next } = parser.last;
  if (next === undefined) return END_OF_CHUNK;
  const { chunk, i } = parser;
  const end = i + next.name.length;
  const code = chunk.charCodeAt(end);
  if ((code !== GREATER && code !== SPACE && code !== EQUAL) || !chunk.startsWith(next.name, i)) return END_OF_CHUNK;
  parser.column += end + 1 - i;
  parser.prevI = end;
  parser.i = end + 1;
  parser.name = next.name;
  parser.last = next;
  return code;
}

function remember(parser: Internals): void {
  const { name, names, last } = parser;
  let seen = names.get(name);
  if (seen === undefined) {
    if (name.length > parser.longestName) parser.tooMuch(`name too long: more than ${parser.longestName} characters`);
    seen = names.add(name);
    if (seen === undefined) {
      parser.tooMuch(`too many different names: more than ${MOST_OWN}`);
      return;
    }
  }
  follows(seen, last);
  parser.name = seen.name;
  parser.last = seen;
}

Object.assign(Tokenizer.prototype, {
  captureNameChars(this: Internals): number {
    if (this.name === '') {
      const code = expectedName(this);
      if (code !== END_OF_CHUNK) return code;
    }
    const run = runAhead(this, NAME);
    this.name = this.name === '' ? run : this.name + run;
    const code = this.i < this.chunk.length ? loops.captureNameChars.call(this as never) : END_OF_CHUNK;
    if (code !== END_OF_CHUNK) remember(this);
    return code;
  },

  /** Text within the root, and then nearly always a tag. */
  sText(this: Internals): void {
    if (this.tags.length === 0) {
      loops.sText.call(this as never);
      return;
    }
    const run = runAhead(this, PLAIN);
    if (run !== '') {
      this.text = this.text === '' ? run : this.text + run;
      this.forbiddenState = 0;
    }
    const { chunk, i } = this;
    if (i === chunk.length) return;
    const tag = chunk.charCodeAt(i) === LESS ? chunk.charCodeAt(i + 1) : 0;
    const closes = tag === SLASH;
    if (!closes && (tag > 127 || NAME_START[tag] !== 1)) {
      loops.handleTextInRoot.call(this as never);
      return;
    }
    this.i = i + (closes ? 2 : 1);
    this.column += closes ? 2 : 1;
    this.state = closes ? S_CLOSE_TAG : S_OPEN_TAG;
    this.forbiddenState = 0;
    if (this.text === '') return;
    const { text } = this;
    this.text = '';
    this.textHandler(text);
  },

  /** As in saxes, but an ampersand that begins no reference is one at once, and not at the next semicolon. */
  sEntity(this: Internals): void {
    if (this.entity === '') began(this);
    const run = runAhead(this, REFERENCE);
    this.entity += run;
    const { chunk, i, entity } = this;
    if (i === chunk.length) return;
    if (entity === '' || chunk.charCodeAt(i) !== SEMICOLON) {
      this.fail(BARE_AMPERSAND);
      return;
    }
    this.prevI = i;
    this.i = i + 1;
    this.column += 1;
    this.state = this.entityReturnState;
    this.entity = '';
    this.text += this.parseEntity(entity);
  },

  sOpenWaka(this: Internals): void {
    began(this);
    loops.sOpenWaka.call(this as never);
  },

  /** Nearly always the name is that of the open element, with `>` right behind it. */
  sCloseTag(this: Internals): void {
    const open = this.tags[this.tags.length - 1];
    if (this.name === '' && open !== undefined) {
      const end = this.i + open.name.length;
      if (this.chunk.charCodeAt(end) === GREATER && this.chunk.startsWith(open.name, this.i)) {
        this.column += end + 1 - this.i;
        this.i = end + 1;
        this.tag = open;
        this.tags.pop();
        this.closeTagHandler(open);
        this.state = S_TEXT;
        if (this.tags.length === 0) this.closedRoot = true;
        return;
      }
    }
    loops.sCloseTag.call(this as never);
  },

  /** As in saxes, but without an object for attributes until there are some. */
  sOpenTag(this: Internals): void {
    const code = this.captureNameChars();
    if (code === END_OF_CHUNK) return;
    const tag = this.last.name === this.name ? this.last.tag : plainTag(this.name);
    this.tag = tag;
    this.name = '';
    this.openTagStartHandler(tag);
    this.sawRoot = true;
    if (this.closedRoot) this.fail('documents may contain only one root.');
    if (code === GREATER) {
      this.openTagHandler(tag);
      this.tags.push(tag);
      this.state = S_TEXT;
    } else if (code === SLASH) this.state = S_OPEN_TAG_SLASH;
    else {
      if (code !== SPACE && code !== 0x0a && code !== 0x09 && code !== 0x0d) this.fail('disallowed character in tag name.');
      this.state = S_ATTRIB;
    }
  },

  /** Attributes as a list, and only where there are some: saxes makes a dictionary for every element. */
  processAttribsPlain(this: Internals): void {
    const { attribList, tag } = this;
    if (attribList.length === 0) return;
    if (hasDuplicate(attribList)) this.fail('duplicate attribute');
    this.tag = { name: tag.name, attributes: attribList, isSelfClosing: false };
    this.attribList = [];
  },
});

function began(parser: Internals): void {
  parser.beganLine = parser.line;
  parser.beganColumn = parser.column;
}

function hasDuplicate(attributes: readonly PlainAttribute[]): boolean {
  if (attributes.length > FEW) return new Set(attributes.map(({ name }) => name)).size < attributes.length;
  for (let at = 1; at < attributes.length; at++) {
    const { name } = attributes[at] as PlainAttribute;
    for (let before = 0; before < at; before++) if (attributes[before]?.name === name) return true;
  }
  return false;
}

function table(characters: RegExp, from = 0): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (code >= from && characters.test(String.fromCharCode(code)) ? 1 : 0));
}
