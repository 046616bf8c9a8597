// XML edited as text, by local names and whatever the prefix: what is not edited stays as it was, to the byte.

/** Where an element stands in a text: whole from `from` up to `to`, its content from `open` up to `close` (equal when it has none). */
interface Place {
  readonly from: number;
  readonly open: number;
  readonly close: number;
  readonly to: number;
}

/** The contents of every element of this name, in order. */
export function contentsOf(xml: string, local: string): readonly string[] {
  return placesOf(xml, local).map(({ open, close }) => xml.slice(open, close));
}

/** Gives every element of this name another content. */
export function withContent(xml: string, local: string, edit: string | ((content: string, at: number) => string)): string {
  return spliced(xml, placesOf(xml, local), ({ from, open, close, to }, at) => {
    const content = typeof edit === 'string' ? edit : edit(xml.slice(open, close), at);
    // An element without content ends in `/>`, and has no end tag to keep.
    return open === to ? xml.slice(from, to) : `${xml.slice(from, open)}${content}${xml.slice(close, to)}`;
  });
}

/** Puts something else in the place of every element of this name: '' takes it away. */
export function withElement(xml: string, local: string, edit: string | ((element: string, at: number) => string)): string {
  return spliced(xml, placesOf(xml, local), ({ from, to }, at) => (typeof edit === 'string' ? edit : edit(xml.slice(from, to), at)));
}

/** Gives every element of this name another local name. */
export function renamed(xml: string, local: string, name: string): string {
  return withElement(xml, local, (element) => {
    const head = element.slice(0, element.indexOf(local) + local.length);
    const start = `${head.slice(0, -local.length)}${name}`;
    const end = element.endsWith('/>') ? element.length : element.lastIndexOf('</');
    const tail = element.slice(end);
    return `${start}${element.slice(head.length, end)}${tail.replace(local, name)}`;
  });
}

function spliced(xml: string, places: readonly Place[], edit: (place: Place, at: number) => string): string {
  let made = '';
  let done = 0;
  for (const [at, place] of places.entries()) {
    made += xml.slice(done, place.from) + edit(place, at);
    done = place.to;
  }
  return made + xml.slice(done);
}

/** Outermost elements of this local name. Comments and CDATA are not looked for: these texts have none that hold tags. */
function placesOf(xml: string, local: string): readonly Place[] {
  const places: Place[] = [];
  let depth = 0;
  let [from, open] = [0, 0];
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at + 1)) {
    const end = xml.indexOf('>', at) + 1;
    if (end === 0) break;
    const closes = xml[at + 1] === '/';
    if (localName(xml.slice(at + (closes ? 2 : 1), end - 1)) !== local) continue;
    const isEmpty = xml[end - 2] === '/';
    if (isEmpty) {
      if (depth === 0) places.push({ from: at, open: end, close: end, to: end });
    } else if (!closes) {
      if (depth === 0) [from, open] = [at, end];
      depth += 1;
    } else {
      depth -= 1;
      if (depth === 0) places.push({ from, open, close: at, to: end });
    }
  }
  return places;
}

function localName(tag: string): string {
  const [name = ''] = tag.split(/[\s/]/, 1);
  return name.slice(name.indexOf(':') + 1);
}
