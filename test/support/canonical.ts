import { SaxesParser } from 'saxes';
import { XSI } from '../../src/xml/name.js';

/** What a document says, without how it says it: no prefixes, no remarks, no order of attributes, no white space between elements. */
export interface Canonical {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Canonical | string)[];
}

interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  children: (Canonical | string)[];
}

/** Reads a document with a parser of its own, so that it can bear witness for ours. */
export function canonical(xml: string): Canonical {
  const top: Open = { name: '', attributes: {}, children: [] };
  const open = [top];
  const parser = new SaxesParser({ xmlns: true });
  const text = (piece: string) => {
    if (piece === '') return;
    const { children } = open.at(-1) as Open;
    if (typeof children.at(-1) === 'string') children[children.length - 1] += piece;
    else children.push(piece);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('opentag', ({ uri, local, attributes }) => {
    const own: Record<string, string> = {};
    for (const { uri, local, value, prefix } of Object.values(attributes)) {
      if (prefix === 'xmlns' || local === 'xmlns' || (uri === XSI && local === 'schemaLocation')) continue;
      own[`{${uri}}${local}`] = uri === XSI && local === 'type' ? expanded(value, (name) => parser.resolve(name)) : value;
    }
    open.push({ name: `{${uri}}${local}`, attributes: own, children: [] });
  });
  parser.on('closetag', () => {
    const closed = open.pop() as Open;
    if (closed.children.some((child) => typeof child !== 'string'))
      closed.children = closed.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
    (open.at(-1) as Open).children.push(closed);
  });
  parser.write(xml).close();
  return top.children.find((child) => typeof child !== 'string') as Canonical;
}

function expanded(value: string, resolve: (prefix: string) => string | undefined): string {
  const [local = '', prefix = ''] = value.trim().split(':').reverse();
  return `{${resolve(prefix) ?? ''}}${local}`;
}
