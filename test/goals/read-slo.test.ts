import { describe, expect, test } from '@jest/globals';
import type { ReadGoalSet } from '../../src/goals/goal-set.js';
import { GoalSetError } from '../../src/goals/import/goal-set-error.js';
import { readGoalSet } from '../../src/goals/import/read-goal-set.js';
import { type Document, indexOf } from './support.js';

const id = (n: number): string => `5a1f0000-0000-4000-8000-0000000000${String(n).padStart(2, '0')}`;
const uri = (n: number): string => `https://opendata.slo.nl/curriculum/uuid/${id(n)}`;
const BASE = 'https://opendata.slo.nl/curriculum/schemas/curriculum-';

/** A release in the form of SLO's repositories, with invented entities. */
function release(): Record<string, Document> {
  return {
    'context.json': {
      $id: `${BASE}voorbeeld/context.json`,
      properties: {
        niveau: { '#file': 'data/niveaus.json' },
        doel: { '#file': 'data/doelen.json' },
        doelniveau: { '#file': 'data/doelniveaus.json' },
        kerndoel: { '#file': 'data/kerndoelen.json' },
        kerndoel_domein: { '#file': 'data/domeinen.json' },
        vakinhoud: { '#file': 'data/vakinhouden.json' },
        deprecated: { '#file': 'data/deprecated.json' },
        tag: { '#file': 'data/tags.json' },
        syllabus: { '#file': 'data/syllabus.json' },
      },
    },
    'package.json': { name: 'x', version: '2026.7.1', license: 'MIT' },
    'data/niveaus.json': [{ id: id(1), title: 'po', type: 'Sector', prefix: '1000', description: 'x' }],
    'data/doelen.json': [
      { id: id(10), title: 'Een', bron: 'Einddoel', replaces: [id(90)] },
      { id: `bk:${id(11)}`, title: 'Twee', aanbodid: 'V.1.011', description: 'Nog iets' },
    ],
    'data/doelniveaus.json': [
      { id: id(20), doel_id: [id(10)], niveau_id: [id(1)], kerndoel_id: [id(30), id(31)] },
      { id: id(21), doel_id: [id(10), id(11)], niveau_id: [id(1)], kerndoel_id: [id(30)] },
    ],
    'data/kerndoelen.json': [
      { id: id(30), title: 'Kerndoel een', prefix: 'PO Kerndoel 1', kerndoelLabel: 'Een', niveau_id: [id(1)] },
      { id: id(31), title: 'Kerndoel twee', prefix: 'PO Kerndoel 2', niveau_id: [id(2)] },
    ],
    'data/domeinen.json': [{ id: id(40), title: 'Domein', kerndoel_id: [id(30), id(31)], vakleergebied_id: [id(99)], dirty: '1' }],
    'data/vakinhouden.json': [{ id: id(50), title: 'Inhoud', doelniveau_id: [id(20), id(21)], syllabus_id: [id(98)], tag_id: [id(97)] }],
    'data/deprecated.json': [
      { id: id(91), title: 'Oud', types: ['doel'], replacedBy: [id(10), id(11)], kerndoel_id: [id(77)] },
      { id: id(92), types: ['doelniveau'], doel_id: [id(10)] },
    ],
    'data/tags.json': [{ id: id(97), title: 'zoekwoord' }],
    'test/test.json': {},
  };
}

function read(files: Record<string, Document>): ReadGoalSet {
  return readGoalSet(Object.entries(files).map(([name, document]) => ({ name, bytes: Buffer.from(JSON.stringify(document)) })));
}

describe('a release of SLO', () => {
  const whole = read(release());
  const index = indexOf([whole]);

  test('is a set with the version of its package, published by SLO', () => {
    expect(whole.set).toMatchObject({
      id: 'slo-voorbeeld',
      version: '2026.7.1',
      publisher: 'SLO',
      licence: 'MIT (package.json)',
      legalStatus: 'published',
      status: 'unknown',
    });
  });

  test('has its levels on goals, directly and through doelniveaus', () => {
    expect(index.goal(uri(11))).toMatchObject({ code: 'V.1.011', levels: [{ uri: uri(1), title: 'po', type: 'Sector' }] });
    expect(index.goal(uri(31))?.levels).toEqual([{ uri: uri(2) }]);
  });

  test('links goals to kerndoelen, content and domains, upward', () => {
    const of = (n: number) => index.relationsFrom(uri(n)).map(({ type, target }) => [type, target]);
    expect(of(10)).toEqual([
      ['contributesTo', uri(30)],
      ['contributesTo', uri(31)],
      ['isChildOf', uri(50)],
    ]);
    expect(of(11)).toEqual([
      ['contributesTo', uri(30)],
      ['isChildOf', uri(50)],
    ]);
    expect(of(30)).toEqual([['isChildOf', uri(40)]]);
    expect(of(40)).toEqual([['isRelatedTo', uri(99)]]);
    expect(index.relationsFrom(uri(10)).every(({ assertedBy }) => assertedBy === 'slo')).toBe(true);
  });

  test('leads from an older UUID to its successor, and from a split one to neither', () => {
    expect(index.resolve(id(90))).toMatchObject({ goal: uri(10), via: 'replaced' });
    expect(index.resolve(id(91))).toMatchObject({ goal: uri(91), via: 'uri' });
    expect(index.successors(uri(91))).toEqual([uri(10), uri(11)]);
  });

  test('says of every field what became of it', () => {
    const left = whole.ledger.filter(({ kept }) => !kept).map(({ path, note }) => [path, note]);
    expect(left).toEqual(
      expect.arrayContaining([
        ['data/niveaus.json[].description', 'of a level'],
        ['data/vakinhouden.json[].syllabus_id[]', 'leads to a type that the files do not have'],
        ['data/vakinhouden.json[].tag_id[]', 'a tag is no goal'],
        ['data/deprecated.json[].kerndoel_id[]', 'link of a withdrawn entity'],
        ['data/tags.json[].title', 'a tag is no goal'],
        ['data/syllabus.json', 'named by context.json, but absent'],
        ['test/test.json', 'no list of entities'],
      ]),
    );
    expect(whole.ledger).toContainEqual({ path: 'data/doelen.json[].bron', count: 1, kept: true });
  });

  test('may come in one object, with a list per type', () => {
    const { set, goals } = readGoalSet(
      [{ name: 'uitvoer.json', bytes: Buffer.from(JSON.stringify({ doel: release()['data/doelen.json'] })) }],
      { id: 'uitvoer', version: '1', title: 'Uitvoer' },
    );
    expect([set.id, goals.length]).toEqual(['uitvoer', 2]);
  });
});

describe('a release of SLO that is wrong is refused with the place', () => {
  test.each([
    [
      'a link to an entity that is not there',
      (f: Document) => {
        f['data/domeinen.json'][0].kerndoel_id[1] = id(66);
      },
      'dangling',
      'data/domeinen.json[0].kerndoel_id[1]',
    ],
    [
      'a join of a goal that is not there',
      (f: Document) => {
        f['data/doelniveaus.json'][1].doel_id[1] = id(66);
      },
      'dangling',
      'data/doelniveaus.json[1].doel_id[1]',
    ],
    [
      'an id that is no UUID',
      (f: Document) => {
        f['data/doelen.json'][0].id = 'een';
      },
      'field',
      'data/doelen.json[0].id',
    ],
    [
      'one id in two files',
      (f: Document) => {
        f['data/kerndoelen.json'][0].id = id(10);
        f['data/doelniveaus.json'] = [];
        f['data/domeinen.json'] = [];
        f['data/vakinhouden.json'] = [];
      },
      'duplicate',
      'data/kerndoelen.json[0].id',
    ],
    [
      'a domain that hangs under its own kerndoel',
      (f: Document) => {
        f['data/kerndoelen.json'][0].kerndoel_domein_id = [id(40)];
      },
      'cycle',
      'data/kerndoelen.json[0].kerndoel_domein_id',
    ],
    [
      'a context of somebody else',
      (f: Document) => {
        f['context.json'].$id = 'https://elders.voorbeeld/context.json';
      },
      'namespace',
      'context.json.$id',
    ],
    [
      'a file that is no list',
      (f: Document) => {
        f['data/doelen.json'] = {};
      },
      'field',
      'data/doelen.json',
    ],
  ])('%s', (_what, breakIt, fault, place) => {
    const files = release();
    breakIt(files);
    expect(() => read(files)).toThrow(GoalSetError);
    try {
      read(files);
    } catch (error) {
      expect(error).toMatchObject({ fault, place });
    }
  });
});
