/** What stands for a value of an element or attribute in a report; the name is without prefix. */
export interface ValueMask {
  element(name: string, value: string): string;
  attribute(name: string, value: string): string;
  /** The name of an element or attribute as it stands there, without its prefix. */
  name(local: string): string;
  /** Comments, document types and instructions: they may hold anything. */
  other(what: 'comment' | 'document type' | 'instruction', text: string): string;
}

const NAME = /^[A-Za-z_][\w.-]{0,59}(?::[A-Za-z_][\w.-]{0,59})?$/;
const DECLARATION = /^<\?xml(?:\s{1,9}(?:version|encoding|standalone)\s{0,9}=\s{0,9}["'][\w.-]{1,30}["']){1,3}\s{0,9}\?>$/;

/**
 * Masks the values of a text that should be XML, and may be anything: names, prefixes, white space and the order of things stay as they
 * were. What cannot be read as markup becomes a count of characters.
 */
export function maskMarkup(text: string, mask: ValueMask): string {
  const open: string[] = [];
  const out: string[] = [];
  let at = 0;
  const inner = (value: string) => out.push(maskedText(value, open.at(-1) ?? 'text', mask));
  while (at < text.length) {
    const start = text.indexOf('<', at);
    inner(text.slice(at, start === -1 ? undefined : start));
    if (start === -1) break;
    const end = endOfMarkup(text, start);
    if (end === -1) {
      out.push(unreadable(text.length - start));
      break;
    }
    out.push(maskedPiece(text.slice(start, end), open, mask));
    at = end;
  }
  return out.join('');
}

function unreadable(characters: number): string {
  return `[${characters} characters that are no markup]`;
}

/** Behind the markup that begins there; -1 when it has no end. */
function endOfMarkup(text: string, start: number): number {
  const closing = [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ].find(([opening]) => text.startsWith(opening as string, start))?.[1];
  if (closing !== undefined) return after(text, closing, start);
  if (text.startsWith('<!', start)) return endOfDocumentType(text, start);
  let quote = '';
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
  }
  return -1;
}

function after(text: string, closing: string, start: number): number {
  const end = text.indexOf(closing, start);
  return end === -1 ? -1 : end + closing.length;
}

function endOfDocumentType(text: string, start: number): number {
  const close = text.indexOf('>', start);
  const subset = text.indexOf('[', start);
  return subset === -1 || subset > close ? after(text, '>', start) : after(text, ']>', start);
}

function maskedPiece(piece: string, open: string[], mask: ValueMask): string {
  if (piece.startsWith('<!--')) return `<!--${mask.other('comment', piece.slice(4, -3))}-->`;
  if (piece.startsWith('<![CDATA[')) return `<![CDATA[${maskedText(piece.slice(9, -3), open.at(-1) ?? 'text', mask)}]]>`;
  if (piece.startsWith('<?')) return DECLARATION.test(piece) ? piece : `<?${mask.other('instruction', piece.slice(2, -2))}?>`;
  if (piece.startsWith('<!')) return `<!${mask.other('document type', piece.slice(2, -1))}>`;
  const closes = piece.startsWith('</');
  const empty = piece.endsWith('/>');
  const content = piece.slice(closes ? 2 : 1, empty ? -2 : -1);
  const [name = ''] = content.split(/\s/, 1);
  if (!NAME.test(name)) return unreadable(piece.length);
  if (closes) open.pop();
  else if (!empty) open.push(localOf(name));
  return `<${closes ? '/' : ''}${maskedName(name, mask)}${maskedAttributes(content.slice(name.length), mask)}${empty ? '/' : ''}>`;
}

/** What is no attribute with a quoted value becomes a count of characters. */
function maskedAttributes(text: string, mask: ValueMask): string {
  const out: string[] = [];
  let at = 0;
  while (at < text.length) {
    const word = skip(text, at, isSpace);
    out.push(text.slice(at, word));
    if (word === text.length) break;
    const named = skip(text, word, (character) => character !== '=' && !isSpace(character));
    const name = text.slice(word, named);
    const equals = skip(text, named, isSpace);
    const opening = text.charAt(equals) === '=' ? skip(text, equals + 1, isSpace) : -1;
    const quote = text.charAt(opening);
    const closing = quote === '"' || quote === "'" ? text.indexOf(quote, opening + 1) : -1;
    at = closing === -1 ? skip(text, word, (character) => !isSpace(character)) : closing + 1;
    const value = text.slice(opening + 1, closing);
    if (closing === -1 || !NAME.test(name)) out.push(unreadable(at - word));
    else
      out.push(
        maskedName(name, mask),
        text.slice(named, opening + 1),
        value === '' ? '' : mask.attribute(attributeName(name), value),
        quote,
      );
  }
  return out.join('');
}

function isSpace(character: string): boolean {
  return /\s/.test(character);
}

function skip(text: string, from: number, goesOn: (character: string) => boolean): number {
  let at = from;
  while (at < text.length && goesOn(text.charAt(at))) at += 1;
  return at;
}

/** Prefixes that many programs write; any other is a name too. */
const PREFIX = /^(?:xmlns|soapenv|soap-env|wsdl|wsse|[a-z]\d{0,3}|ns\d{1,3}|[a-z]{2,4})$/i;

function maskedName(name: string, mask: ValueMask): string {
  const colon = name.indexOf(':');
  if (colon === -1) return mask.name(name);
  const prefix = name.slice(0, colon);
  const local = name.slice(colon + 1);
  const part = (text: string) => (PREFIX.test(text) ? text : mask.name(text));
  return `${part(prefix)}:${prefix === 'xmlns' ? part(local) : mask.name(local)}`;
}

function attributeName(name: string): string {
  return name === 'xmlns' || name.startsWith('xmlns:') ? 'xmlns' : localOf(name);
}

function localOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** White space around it stays. */
function maskedText(text: string, element: string, mask: ValueMask): string {
  const value = text.trim();
  if (value === '') return text;
  const begin = text.indexOf(value);
  return `${text.slice(0, begin)}${mask.element(element, value)}${text.slice(begin + value.length)}`;
}
