import { describe, expect, test } from '@jest/globals';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { placeFor } from '../../src/synthetic/messages/mutations/content-model.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { writeTree } from '../../src/synthetic/messages/write-tree.js';
import {
  copyOf,
  elementsOf,
  treeOf,
  typeAttribute,
  type XmlElement,
  type XmlTreeAttribute,
} from '../../src/synthetic/messages/xml-tree.js';
import { compile, type Node } from '../../src/uwlr/grammar/compile.js';
import { leerlinggegevens, leerlinggegevensAntwoord, leerlinggegevensLeerkrachten } from '../../src/uwlr/messages/leerlinggegevens.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { XSI } from '../../src/xml/name.js';
import { type DecodedText, decodeText } from '../support/decode-text.js';
import { extensions } from '../support/judges.js';
import { ROOT_VARIANTS, type RootVariant } from '../support/variants.js';
import { leerlinggegevensText, rulesIn } from './support/pupil-text.js';
import { afname, resultaat, toets, verzoek } from './support/results-text.js';

const NIL: XmlTreeAttribute = { uri: XSI, name: 'nil', value: 'true' };
const SEEDS = 8;
const MOST_SEEDS = 200;

interface Place {
  readonly node: Node;
  /** The message without the element, and with it. */
  readonly without: XmlElement;
  readonly beside: (attributes: XmlTreeAttribute[]) => XmlElement;
}

/** One place in a generated message for each optional element of a root: where the grammar lets it be, and it is not. */
function placesOf({ root, version, profile }: RootVariant): readonly Place[] {
  const compiled = compile(root, version, profile);
  const optional = new Set(
    [...compiled.byPath.values()].flatMap(({ abstract, children, dispensable }) =>
      // What stands in an abstract element has no meaning without its type.
      abstract ? [] : children.filter(({ key }) => dispensable.has(key)),
    ),
  );
  const places: Place[] = [];
  for (let seed = 0; seed < MOST_SEEDS && optional.size > 0; seed += 1) {
    const value = generateMessage(root, version, new Random(seed), { profile, extensions });
    const tree = treeOf(compiled.root, value, { version, extensions });
    const holders = [...elementsOf(tree)].map(({ element }) => element);
    for (const [at, { node }] of holders.entries()) {
      for (const child of node?.children ?? []) {
        if (!optional.has(child)) continue;
        const copy = () => {
          const whole = copyOf(tree);
          const holder = [...elementsOf(whole)][at]?.element as XmlElement;
          holder.children = holder.children.filter((other) => typeof other === 'string' || other.name !== child.name);
          return { whole, holder };
        };
        const without = copy().whole;
        if (!decoded(without, root, version).findings.valid) continue;
        optional.delete(child);
        const beside = (attributes: XmlTreeAttribute[]) => {
          const { whole, holder } = copy();
          const empty: XmlElement = { uri: child.uri, name: child.name, attributes, children: [], node: child };
          holder.children.splice(placeFor(empty, holder), 0, empty);
          return whole;
        };
        places.push({ node: child, without, beside });
      }
    }
  }
  if (optional.size > 0) throw new Error(`no message has a place for ${[...optional].map(({ path }) => path).join(', ')}`);
  return places;
}

function decoded(tree: XmlElement, root: RootVariant['root'], version: RootVariant['version'], policy: 'strict' | 'tolerant' = 'tolerant') {
  return decodeText(writeTree(tree, new Random(0)), root, { version, extensions, policy });
}

/** Where an empty element stands beside what excludes it, the order is remarked upon too. */
function rulesOf({ findings }: DecodedText): string[] {
  return findings.list.flatMap(({ rule, severity }) => (rule === 'UWLR-SCH-002' ? [] : [`${rule} ${severity}`])).sort();
}

/** Whether an empty one says something, as `geenwijzigingen` does. */
function isValidWhenEmpty({ text, start, requiredAttributes, abstract, particle }: Node): boolean {
  if (requiredAttributes.length > 0 || abstract) return false;
  return text === undefined ? start.accepting : particle.default !== undefined || typeof text.check('') === 'string';
}

describe.each(ROOT_VARIANTS.filter(([, { profile }]) => profile === undefined))('%s under the tolerant policy', (_, variant) => {
  const { root, version } = variant;
  const places = placesOf(variant);

  test('reads each optional element that is empty as absent, with a warning, or as the standard does', () => {
    for (const { node, without, beside } of places) {
      if (isValidWhenEmpty(node)) continue;
      const [empty, absent] = [decoded(beside([]), root, version), decoded(without, root, version)];
      expect([node.path, rulesOf(empty)]).toEqual([node.path, [...rulesOf(absent), 'UWLR-SCH-014 warning'].sort()]);
      expect(empty.value).toEqual(absent.value);
      expect(decoded(beside([]), root, version, 'strict').findings.valid).toBe(false);
    }
  });

  test('reads each optional element that is nil as absent, with a warning; the strict policy refuses it', () => {
    for (const { node, without, beside } of places) {
      const [nil, absent] = [decoded(beside([NIL]), root, version), decoded(without, root, version)];
      expect([node.path, rulesOf(nil)]).toEqual([node.path, [...rulesOf(absent), 'UWLR-SCH-018 warning'].sort()]);
      expect(nil.value).toEqual(absent.value);
      expect(decoded(beside([NIL]), root, version, 'strict').findings.list.map(({ rule }) => rule)).toContain('UWLR-SCH-010');
    }
  });

  test('reads xsi:type with the basic type of each text, with a warning; the strict policy refuses it', () => {
    const seen = new Set<Node>();
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const value = generateMessage(root, version, new Random(seed), { extensions });
      const tree = treeOf(compile(root, version).root, value, { version, extensions });
      const plain = decoded(tree, root, version);
      for (const [at, { element }] of [...elementsOf(tree)].entries()) {
        const { node } = element;
        const basic = node?.basicTypeKeys.at(-1);
        if (node === undefined || basic === undefined || basic === node.typeKey || node.id < 0 || seen.has(node)) continue;
        seen.add(node);
        const typed = copyOf(tree);
        const target = [...elementsOf(typed)][at]?.element;
        target?.attributes.push(typeAttribute(basic));
        const read = decoded(typed, root, version);
        expect([node.path, rulesOf(read)]).toEqual([node.path, [...rulesOf(plain), 'UWLR-SCH-019 warning'].sort()]);
        expect(read.value).toEqual(plain.value);
        expect(decoded(typed, root, version, 'strict').findings.list.map(({ rule }) => rule)).toContain('UWLR-SCH-011');
      }
    }
  });
});

describe('what serializers write for nothing', () => {
  const tolerant = { policy: 'tolerant' } as const;
  const wrong = (xml: string, policy: 'strict' | 'tolerant') =>
    decodeText(xml, leerresultatenVerzoek, { policy }).findings.list.map(
      ({ rule, severity, path }) => `${rule} ${severity} ${path.split('/').at(-1)}`,
    );

  test.each(['toetsonderdelen', 'toetsnormering', 'toetshierarchie'])('an empty %s is absent', (name) => {
    const xml = verzoek({
      toetsen: toets(`<${name}>
  <!-- leeg -->
</${name}>`),
    });
    expect(wrong(xml, 'tolerant')).toEqual([`UWLR-SCH-014 warning ${name}`]);
    expect(wrong(xml, 'strict').map((line) => line.split(' ')[0])).toEqual(['UWLR-SCH-003']);
  });

  test('an empty list of staff or groups does not stop a roster', () => {
    const empty = leerlinggegevensText({})
      .replace('</leerlinggegevens>', '<leerkrachten/></leerlinggegevens>')
      .replace('<leerlingen>', '<groepen/><leerlingen>');
    const answer = `<leerlinggegevens_antwoord xmlns="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens">${empty}</leerlinggegevens_antwoord>`;
    expect(rulesIn(answer, leerlinggegevensAntwoord, tolerant)).toEqual([
      'UWLR-SCH-014 /leerlinggegevens_antwoord/leerlinggegevens/groepen warning',
      'UWLR-SCH-014 /leerlinggegevens_antwoord/leerlinggegevens/leerkrachten warning',
    ]);
    const staff = leerlinggegevensText({ leerlingen: '' }, '-leerkrachten').replace('</school>', '</school><leerkrachten/>');
    expect(rulesIn(staff, leerlinggegevensLeerkrachten, tolerant)).toEqual([
      'UWLR-SCH-014 /leerlinggegevens-leerkrachten/leerkrachten warning',
    ]);
  });

  test('a container of nothing but empty ones is empty itself', () => {
    const xml = verzoek({
      toetsen: toets(
        '<toetsnormering><toetscategorie xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></toetsnormering>',
      ),
    });
    expect(wrong(xml, 'tolerant')).toEqual(['UWLR-SCH-018 warning toetscategorie', 'UWLR-SCH-014 warning toetsnormering']);
  });

  test('the alternatives of a choice may stand there empty', () => {
    const figures = `<score>7</score><osoresultaat ${xsi('nil="1"')}/><anderresultaat/>`;
    expect(wrong(verzoek({ afnames: afname(resultaat({ figures })) }), 'tolerant')).toEqual([
      'UWLR-SCH-018 warning osoresultaat',
      'UWLR-SCH-014 warning anderresultaat',
    ]);
    const otherSchool = '<schoolkey>s</schoolkey><brincode/><dependancecode/>';
    expect(
      rulesIn(leerlinggegevensText({ id: otherSchool }), leerlinggegevens, tolerant).filter((found) => !found.endsWith('warning')),
    ).toEqual([]);
    expect(wrong(verzoek({ afnames: afname(resultaat({ figures: '<score/>' })) }), 'tolerant')).toContain('UWLR-SCH-003 error score');
  });

  test('a norm with an attribute and nothing else is incomplete, and left out', () => {
    const xml = verzoek({ toetsen: toets('<toetsnormering vocabulaire="urn:voorbeeld:normen"/>') });
    expect(wrong(xml, 'tolerant')).toEqual(['UWLR-SCH-030 warning toetsnormering']);
    expect(wrong(xml, 'strict').filter((line) => line.includes(' error '))).not.toEqual([]);
  });

  test.each([
    ['an empty container that must be there', verzoek({ afnames: '<toetsafname><leerlingid>L</leerlingid><resultaten/></toetsafname>' })],
    ['one with something unknown in it', verzoek({ toetsen: toets('<toetsonderdelen><eigen/></toetsonderdelen>') })],
    [
      'nil on an element that must be there',
      verzoek({ toetsen: toets('', '').replace('<toetscode>', `<toetscode ${xsi('nil="true"')}>`) }),
    ],
    ['nil with something in it', verzoek({ toetsen: toets(`<toetsnaam ${xsi('nil="true"')}>T</toetsnaam>`) })],
    ['another type', verzoek({ toetsen: toets(`<toetsnaam ${xsi('type="x:int"')}>7</toetsnaam>`) })],
    ['a derived type', verzoek({ toetsen: toets(`<toetsnaam ${xsi('type="x:token"')}>T</toetsnaam>`) })],
    ['a type of nowhere', verzoek({ toetsen: toets(`<toetsnaam ${xsi('type="nergens:string"')}>T</toetsnaam>`) })],
  ])('%s is an error all the same', (_, xml) => {
    expect(wrong(xml, 'tolerant').filter((line) => line.includes(' error '))).not.toEqual([]);
  });
});

function xsi(attribute: string): string {
  return `xmlns:xsi="${XSI}" xmlns:x="http://www.w3.org/2001/XMLSchema" xsi:${attribute}`;
}
