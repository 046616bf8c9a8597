import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SaxesParser } from 'saxes';
import { generate } from '../../src/cli/generate.js';
import { DEVIATIONS } from '../../src/uwlr/deviations.js';
import { friendly } from '../../src/uwlr/generate/content.js';
import { declarationsOf } from '../../src/uwlr/generate/declarations.js';
import { generatedFiles } from '../../src/uwlr/generate/outputs.js';
import { choice, optional, schema, sequence } from '../../src/uwlr/grammar/combinators.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { type Particle, versionsOf } from '../../src/uwlr/grammar/grammar.js';
import { shownName } from '../../src/uwlr/grammar/known-names.js';
import { string } from '../../src/uwlr/grammar/strings.js';
import { keyOf, ROOTS, rootOf } from '../../src/uwlr/messages/catalogue.js';
import { RULES } from '../../src/uwlr/rules.js';

const text = (file: string) => generatedFiles().get(file) ?? '';

describe('generating', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'uwlr-generate-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  test('writes every file once, and nothing the second time', async () => {
    const files = [...generatedFiles().keys()].sort();
    expect(await generate({ check: false, root })).toEqual({ stale: files, written: files });
    expect(await generate({ check: false, root })).toEqual({ stale: [], written: [] });
    expect(await readFile(path.join(root, 'docs/rules.md'), 'utf8')).toBe(text('docs/rules.md'));
  });

  test('with check names what was changed, is missing or is left over, and touches nothing', async () => {
    await generate({ check: false, root });
    const own = path.join(root, 'schemas/model');
    await mkdir(own);
    await writeFile(path.join(own, 'result.json'), '{}');
    await writeFile(path.join(root, 'docs/rules.md'), 'changed by hand');
    await writeFile(path.join(root, 'schemas/2.2/Old.xsd'), '');
    await rm(path.join(root, 'wsdl/2.3/leerresultaten.wsdl'));
    const stale = ['docs/rules.md', 'schemas/2.2/Old.xsd', 'wsdl/2.3/leerresultaten.wsdl'];
    expect(await generate({ check: true, root })).toEqual({ stale, written: [] });
    expect(await readFile(path.join(root, 'docs/rules.md'), 'utf8')).toBe('changed by hand');
    expect(await generate({ check: false, root })).toEqual({ stale, written: [stale[0], stale[2]] });
    expect(await generate({ check: true, root })).toEqual({ stale: [], written: [] });
    expect(await readFile(path.join(own, 'result.json'), 'utf8')).toBe('{}');
  });
});

describe('every page says what made it', () => {
  test.each([...generatedFiles()])('%s', (_, content) => {
    expect(content.split('\n').slice(0, 3).join('\n').toLowerCase()).toContain('made by `npm run generate`');
  });
});

/**
 * What tools that make classes call the types of an XSD or WSDL: a type or global element by its name, a type without a name by those
 * that it stands within and then its element. Letters and digits count, and in JAX-WS they all go into one factory per namespace.
 */
function classNames(xml: string): string[] {
  const parser = new SaxesParser({ xmlns: true });
  const open: { readonly local: string; readonly name: string | undefined }[] = [];
  const names: string[] = [];
  let namespace = '';
  parser.on('opentag', ({ local, attributes }) => {
    const name = attributes['name']?.value;
    if (local === 'schema') namespace = attributes['targetNamespace']?.value ?? '';
    const parent = open.at(-1);
    const isType = local === 'complexType' || (local === 'simpleType' && parent?.local === 'element');
    const within = open.filter(({ local: at }) => at === 'element' || at === 'complexType').flatMap((each) => each.name ?? []);
    if (isType && name !== undefined) names.push(`${namespace} ${name}`);
    else if (isType) names.push(`${namespace} ${within.join('')}`);
    open.push({ local, name });
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return names.map((name) => name.replace(/[^A-Za-z0-9:/. ]/g, '').toLowerCase());
}

describe('no type is called what tools make of another type and an element in it', () => {
  test.each([...generatedFiles()].filter(([, content]) => content.includes('<xs:complexType')))('%s', (_file, content) => {
    const names = classNames(content);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  test('which is what this test would see', () => {
    const leerlingen = '<xs:element name="leerlingen"><xs:complexType/></xs:element>';
    const types = `<xs:complexType name="ctpGegevens">${leerlingen}</xs:complexType><xs:complexType name="ctpGegevensLeerlingen"/>`;
    const names = classNames(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a">${types}</xs:schema>`);
    expect(names).toEqual(['urn:a ctpgegevens', 'urn:a ctpgegevensleerlingen', 'urn:a ctpgegevensleerlingen']);
  });
});

test('the field table has every field of every message', () => {
  const page = text('docs/messages.md');
  for (const root of ROOTS) {
    for (const version of versionsOf(root)) {
      for (const [place, node] of compile(root, version).byPath) {
        const [, ...below] = place.split('/');
        if (below.length > 0) expect(page).toContain(`| \`${below.join('/')}\` |`);
        for (const attribute of node.attributes.keys()) expect(page).toContain(`| \`${[...below, `@${attribute}`].join('/')}\` |`);
      }
    }
  }
});

test('the field table says what differs between versions', () => {
  expect(text('docs/messages.md')).toContain(
    '| `toetsafnames/toetsafname/leerlingid` | `tpKey`, 1 to 256 characters | 1 (2.1, 2.2); choice (2.3) | all | P |',
  );
  expect(text('docs/messages.md')).toContain('| 0..1 (2.2); choice (2.3) | 2.2, 2.3 | P | ECK iD of the pupil |');
});

test('the catalogue of rules and the list of deviations are complete', () => {
  for (const [id, { en, nl }] of Object.entries(RULES))
    expect(text('docs/rules.md')).toMatch(new RegExp(`\\| ${id} \\|.*\\| ${escaped(en)}\\. \\| ${escaped(nl)}\\. \\|`));
  for (const { name, what } of DEVIATIONS) expect(text('docs/deviations.md')).toContain(`| \`${name}\` | ${what} |`);
});

function escaped(words: string): string {
  return words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

test('roots are found by name, and their names may be shown in findings', () => {
  for (const root of ROOTS) expect(rootOf(keyOf(root))).toBe(root);
  expect(rootOf('{urn:voorbeeld}leerresultaten_verzoek')).toBeUndefined();
  for (const name of ['autorisatiesleutel', 'leerlingid', 'vocabulairelocatie', 'bivlaag', 'Toetsdefinities', 'key'])
    expect(shownName(name)).toBe(name);
  expect(shownName('iemands-naam')).toBe('*');
});

describe('content for tools', () => {
  const proef = schema({ id: 'proef', namespace: 'urn:proef', prefix: 'p', title: 'For this test' });
  const type = string(undefined, 0);
  const a = proef.element('a', type, '');
  const b = proef.element('b', type, '');
  const c = proef.element('c', type, '');
  const shape = (particle: Particle): string => {
    const mark = particle.min === 0 ? '?' : '';
    if (particle.kind === 'element') return particle.name + mark;
    return `(${particle.particles.map(shape).join(particle.kind === 'choice' ? '|' : ',')})${mark}`;
  };

  test('a choice that is followed becomes a run of optional elements, each once', () => {
    expect(shape(friendly(sequence(choice(sequence(a, optional(b)), b), c)))).toBe('(a?,b?,c)');
  });

  test('a choice that comes last stays', () => {
    expect(shape(friendly(sequence(a, choice(b, c))))).toBe('(a,(b|c))');
  });

  test('one name for two types cannot become a run', () => {
    const other = proef.element('a', string(undefined, 1), '');
    expect(() => friendly(sequence(choice(sequence(a, b), sequence(c, other)), b))).toThrow('grammar: a differs');
  });

  test('one name for two types cannot be declared', () => {
    const one = proef.root('x', proef.inline(sequence(proef.element('a', string('tp', 1), ''))), '');
    const two = proef.root('y', proef.inline(sequence(proef.element('a', string('tp', 2), ''))), '');
    expect(() => declarationsOf([one, two], { version: '2.2' })).toThrow('grammar: tp is declared twice');
  });
});
