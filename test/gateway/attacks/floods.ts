import { type Attack, DOCTYPE, LATE, MARK, NOT_WELL_FORMED, type Outcome, TOO_MUCH } from './attack.js';
import { onBoth } from './documents.js';

const SCHEMA: Outcome = { fault: 'Client.OngeldigBericht', rule: 'UWLR-SCH' };
const skipped = (what: string): Outcome => ({ harmless: `${what} is read past, in memory that does not grow with it` });

function laughs(): string {
  const levels = Array.from({ length: 9 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`);
  return `<!DOCTYPE x [<!ENTITY l0 "${MARK}">${levels.join('')}]>`;
}

const many = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, index) => make(index)).join('');
const nested = (depth: number) => `${'<x>'.repeat(depth)}${'</x>'.repeat(depth)}`;

/** Documents that are small to send and meant to be costly to read. */
export const FLOODS: readonly Attack[] = [
  ...onBoth('a billion laughs', () => ({ prolog: laughs(), klantnaam: '&l9;' }), DOCTYPE),
  ...onBoth(
    'quadratic blow-up',
    () => ({ prolog: `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(50_000)}">]>`, klantnaam: '&a;'.repeat(10_000) }),
    DOCTYPE,
  ),
  ...onBoth('an entity of itself', () => ({ prolog: '<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', klantnaam: '&a;' }), DOCTYPE),
  ...onBoth('seventy thousand character references in a name', () => ({ klantnaam: '&#65;'.repeat(70_000) }), LATE),
  ...onBoth(
    'two hundred thousand character references and more',
    () => ({ header: many(2, () => `<x>${'&#32;<y/>'.repeat(100_010)}</x>`) }),
    LATE,
  ),
  ...onBoth('a character reference of a hundred thousand digits', () => ({ klantnaam: `&#${'0'.repeat(100_000)}65;` }), TOO_MUCH),
  ...onBoth('a reference to a character that is none', () => ({ klantnaam: '&#x110000;' }), NOT_WELL_FORMED),
  ...onBoth('a reference to NUL', () => ({ klantnaam: '&#0;' }), NOT_WELL_FORMED),
  ...onBoth('a reference to half a character', () => ({ klantnaam: '&#xD800;' }), NOT_WELL_FORMED),
  ...onBoth('elements a hundred thousand deep, in the message', () => ({ inside: nested(100_000) }), TOO_MUCH),
  ...onBoth('elements a hundred thousand deep, in the header', () => ({ header: nested(100_000) }), TOO_MUCH),
  ...onBoth('elements sixty deep in the header, a thousand times', () => ({ header: nested(60).repeat(1000) }), TOO_MUCH),
  ...onBoth('elements sixty deep in one header block, a thousand times', () => ({ header: `<x>${nested(60).repeat(1000)}</x>` }), LATE),
  ...onBoth('an attribute of a megabyte', () => ({ attributes: `${MARK}="${'a'.repeat(1e6)}"` }), TOO_MUCH),
  ...onBoth('ten thousand attributes', () => ({ attributes: many(10_000, (n) => `a${n}="" `) }), TOO_MUCH),
  ...onBoth('ten thousand attributes of one name', () => ({ attributes: 'a="" '.repeat(10_000) }), TOO_MUCH),
  ...onBoth('a name of a megabyte', () => ({ inside: `<${'a'.repeat(1e6)}/>` }), TOO_MUCH),
  ...onBoth('the name of an attribute of a megabyte', () => ({ attributes: `${'a'.repeat(1e6)}="x"` }), TOO_MUCH),
  ...onBoth('ten thousand namespaces on one element', () => ({ envelope: many(10_000, (n) => `xmlns:n${n}="urn:${MARK}" `) }), TOO_MUCH),
  ...onBoth(
    'thirty namespaces on each of five thousand elements',
    () => ({ header: many(5000, (one) => `<x ${many(30, (n) => `xmlns:n${n}="urn:${one}" `)}/>`) }),
    TOO_MUCH,
  ),
  ...onBoth(
    'thirty new namespaces on each of fifty nested elements, a hundred times',
    () => ({
      header: many(100, () => `${many(50, (level) => `<x ${many(30, (n) => `xmlns:n${level}x${n}="urn:x" `)}>`)}${'</x>'.repeat(50)}`),
    }),
    TOO_MUCH,
  ),
  ...onBoth('a namespace of sixty thousand characters', () => ({ header: `<x xmlns="urn:${'a'.repeat(60_000)}"/>` }), TOO_MUCH),
  ...onBoth('a hundred thousand names', () => ({ header: many(100_000, (n) => `<x${n}/>`) }), TOO_MUCH),
  ...onBoth('a hundred thousand names in one header block', () => ({ header: `<x>${many(100_000, (n) => `<x${n}/>`)}</x>` }), TOO_MUCH),
  ...onBoth('two hundred thousand processing instructions', () => ({ prolog: `<?x ${MARK}?>`.repeat(200_000) }), LATE),
  ...onBoth('a processing instruction of two megabytes', () => ({ prolog: `<?x ${'a'.repeat(2e6)}?>` }), TOO_MUCH),
  ...onBoth('two hundred thousand comments', () => ({ inside: `<!--${MARK}-->`.repeat(200_000) }), skipped('a comment')),
  ...onBoth('a comment of two megabytes', () => ({ inside: `<!--${'a'.repeat(2e6)}-->` }), TOO_MUCH),
  ...onBoth('a comment of two megabytes of dashes', () => ({ inside: `<!--${'- '.repeat(1e6)}-->` }), TOO_MUCH),
  ...onBoth('a comment within a comment', () => ({ inside: `<!-- <!-- ${MARK} --> -->` }), NOT_WELL_FORMED),
  ...onBoth('a CDATA section of two megabytes', () => ({ klantnaam: `<![CDATA[${'a'.repeat(2e6)}]]>` }), TOO_MUCH),
  ...onBoth('a CDATA section of brackets', () => ({ klantnaam: `<![CDATA[${']'.repeat(1e6)}` }), TOO_MUCH),
  ...onBoth('a hundred thousand CDATA sections', () => ({ header: `<x>${'<![CDATA[x]]>'.repeat(100_000)}</x>` }), LATE),
  ...onBoth('a million elements that do not belong', () => ({ inside: '<x/>'.repeat(1_000_000) }), SCHEMA),
  ...onBoth('two megabytes of blanks between tags', () => ({ inside: ' '.repeat(2e6) }), TOO_MUCH),
  ...onBoth('two megabytes of blanks in a tag', () => ({ attributes: ' '.repeat(2e6) }), LATE),
  ...onBoth('two megabytes of line ends before the envelope', () => ({ prolog: '\r\n'.repeat(1e6) }), LATE),
];
