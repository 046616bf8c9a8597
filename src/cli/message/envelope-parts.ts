import { SaxesParser, type SaxesTagNS } from 'saxes';

/** An element of a text as a document of its own. */
export interface Part {
  readonly namespace: string;
  readonly name: string;
  /** On the same lines as in the whole text, and with the namespaces that were in force around it. */
  readonly xml: string;
}

export interface EnvelopeParts {
  /** The `autorisatie` in the header. */
  readonly header?: Part;
  /** The first message in the body; of a text without envelope, all of it. */
  readonly message?: Part;
}

interface Open {
  readonly at: number;
  readonly tag: SaxesTagNS;
  readonly inForce: Readonly<Record<string, string>>;
}

const LINE_END = /\r\n|\r|\n/g;

/** Takes an envelope apart for judges that know no envelopes. `text` has to be well-formed; nothing else is looked at. */
export function envelopeParts(text: string): EnvelopeParts {
  const parser = new SaxesParser({ xmlns: true });
  const open: Open[] = [];
  let start = 0;
  const parts: { header?: Part; message?: Part } = {};
  parser.on('opentagstart', () => {
    // saxes has read the name and what ends it, which may be a line end of two characters.
    start = text.lastIndexOf('<', parser.position - 1);
  });
  parser.on('opentag', (tag) => {
    open.push({ at: start, tag, inForce: { ...open.at(-1)?.inForce, ...tag.ns } });
  });
  parser.on('closetag', () => {
    const closed = open.pop() as Open;
    const [envelope, section] = open.map(({ tag }) => tag.local);
    const part = () => partOf(text, closed, open.at(-1)?.inForce ?? {}, parser.position);
    if (open.length === 0 && closed.tag.local !== 'Envelope') parts.message = part();
    if (open.length !== 2 || envelope !== 'Envelope') return;
    if (section === 'Body') parts.message ??= part();
    else if (section === 'Header' && closed.tag.local === 'autorisatie') parts.header ??= part();
  });
  parser.write(text).close();
  return parts;
}

function partOf(text: string, { at, tag }: Open, around: Readonly<Record<string, string>>, end: number): Part {
  const missing = Object.entries(around).filter(([prefix]) => tag.ns[prefix] === undefined && prefix !== 'xml' && prefix !== 'xmlns');
  const declarations = missing.map(([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escaped(uri)}"`).join('');
  const lines = '\n'.repeat(text.slice(0, at).match(LINE_END)?.length ?? 0);
  const nameEnd = at + 1 + tag.name.length;
  return { namespace: tag.uri, name: tag.local, xml: `${lines}${text.slice(at, nameEnd)}${declarations}${text.slice(nameEnd, end)}` };
}

function escaped(uri: string): string {
  return uri.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
