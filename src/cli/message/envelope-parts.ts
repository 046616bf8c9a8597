import { SaxesParser, type SaxesTagNS } from 'saxes';
import { isSoapAttribute } from '../../soap/envelope/header-block.js';

/** An element of a text as a document of its own. */
export interface Part {
  readonly namespace: string;
  readonly name: string;
  /** On the same lines as in the whole text, and with the namespaces that were in force around it. */
  readonly xml: string;
}

export interface EnvelopeParts {
  /** The `autorisatie` in the header, without the attributes that SOAP itself gives a meaning there. */
  readonly header?: Part;
  /** The first message in the body; of a text without envelope, all of it. */
  readonly message?: Part;
}

interface Open {
  readonly at: number;
  readonly tag: SaxesTagNS;
  readonly inForce: Readonly<Record<string, string>>;
}

/** A start tag without attributes of SOAP, in place of the one that ends at `end`. */
interface Edit {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

const LINE_END = /\r\n|\r|\n/g;

/** Takes an envelope apart for judges that know no envelopes. `text` has to be well-formed; nothing else is looked at. */
export function envelopeParts(text: string): EnvelopeParts {
  const parser = new SaxesParser({ xmlns: true });
  const open: Open[] = [];
  let start = 0;
  let edits: Edit[] = [];
  const parts: { header?: Part; message?: Part } = {};
  parser.on('opentagstart', () => {
    // saxes has read the name and what ends it, which may be a line end of two characters.
    start = text.lastIndexOf('<', parser.position - 1);
  });
  parser.on('opentag', (tag) => {
    if (open.length === 2) edits = [];
    if (open.length > 1 && open[1]?.tag.local === 'Header') edits.push(...editOf(text, tag, start, parser.position));
    open.push({ at: start, tag, inForce: { ...open.at(-1)?.inForce, ...tag.ns } });
  });
  parser.on('closetag', () => {
    const closed = open.pop() as Open;
    const [envelope, section] = open.map(({ tag }) => tag.local);
    const part = (without: readonly Edit[] = []) => partOf(text, closed, open.at(-1)?.inForce ?? {}, parser.position, without);
    if (open.length === 0 && closed.tag.local !== 'Envelope') parts.message = part();
    if (open.length !== 2 || envelope !== 'Envelope') return;
    if (section === 'Body') parts.message ??= part();
    else if (section === 'Header' && closed.tag.local === 'autorisatie') parts.header ??= part(edits);
  });
  parser.write(text).close();
  return parts;
}

function editOf(text: string, { attributes }: SaxesTagNS, at: number, end: number): Edit[] {
  const names = Object.values(attributes).filter(({ uri, local }) => isSoapAttribute(`{${uri}}${local}`));
  if (names.length === 0) return [];
  const isOne = (name: string) => names.some((attribute) => attribute.name === name);
  const tag = text.slice(at, end).replace(/\s([^\s"'=]+)\s*=\s*(?:"[^"]*"|'[^']*')/g, (written: string, name: string) => {
    return isOne(name) ? ` ${'\n'.repeat(written.match(LINE_END)?.length ?? 0)}` : written;
  });
  return [{ at, end, text: tag }];
}

function edited(text: string, from: number, end: number, edits: readonly Edit[]): string {
  let result = '';
  let at = from;
  for (const edit of edits) {
    result += text.slice(at, edit.at) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, end);
}

function partOf(text: string, { at, tag }: Open, around: Readonly<Record<string, string>>, end: number, edits: readonly Edit[]): Part {
  const missing = Object.entries(around).filter(([prefix]) => tag.ns[prefix] === undefined && prefix !== 'xml' && prefix !== 'xmlns');
  const declarations = missing.map(([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escaped(uri)}"`).join('');
  const lines = '\n'.repeat(text.slice(0, at).match(LINE_END)?.length ?? 0);
  const start = `<${tag.name}`;
  const whole = edited(text, at, end, edits);
  return { namespace: tag.uri, name: tag.local, xml: `${lines}${start}${declarations}${whole.slice(start.length)}` };
}

function escaped(uri: string): string {
  return uri.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
