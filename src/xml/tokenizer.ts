import { type SaxesOptions, SaxesParser } from 'saxes';

/** What the two loops below read and write of saxes 6.0.0; it is pinned to that version in package.json. */
interface Internals {
  readonly chunk: string;
  i: number;
  column: number;
  name: string;
  text: string;
  forbiddenState: number;
}

interface Loops {
  captureNameChars(): number;
  handleTextInRoot(): void;
}

const loops = SaxesParser.prototype as unknown as Loops;
const NAME = table(/[A-Za-z0-9_:.-]/);
/** Text that has no meaning to a tokenizer: no markup, no line end, no `]` that might begin `]]>`. */
const PLAIN = table(/[^<&\]>\n\r]/, 0x20);

/**
 * saxes, with its two hottest loops run ahead over plain ASCII. They stop at the first character that needs thought and
 * leave that, and everything after it, to saxes' own code; so what is reported is the same, in half the time.
 */
export class Tokenizer extends SaxesParser<SaxesOptions> {
  constructor() {
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

Object.assign(Tokenizer.prototype, {
  captureNameChars(this: Internals): number {
    this.name += runAhead(this, NAME);
    return this.i < this.chunk.length ? loops.captureNameChars.call(this as never) : END_OF_CHUNK;
  },
  handleTextInRoot(this: Internals): void {
    const text = runAhead(this, PLAIN);
    if (text !== '') {
      this.text += text;
      this.forbiddenState = 0;
    }
    if (this.i < this.chunk.length) loops.handleTextInRoot.call(this as never);
  },
});

/** saxes' code for "read on in the next chunk". */
const END_OF_CHUNK = -1;

function table(characters: RegExp, from = 0): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (code >= from && characters.test(String.fromCharCode(code)) ? 1 : 0));
}
