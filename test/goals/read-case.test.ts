import { describe, expect, test } from '@jest/globals';
import { GoalSetError } from '../../src/goals/import/goal-set-error.js';
import { type Document, read } from './support.js';

const DOCUMENT = '7d3f1a00-0000-4000-8000-000000000000';
const id = (n: number): string => `7d3f1a00-0000-4000-8000-00000000000${n}`;
const uri = (n: number): string => `https://case.voorbeeld/uri/${id(n)}`;
const node = (n: number): object => ({ title: `Doel ${n}`, identifier: id(n), uri: uri(n) });

/** A package as another publisher writes it. */
function stranger(): Document {
  const of = { title: 'Voorbeeld', identifier: DOCUMENT, uri: `https://case.voorbeeld/uri/${DOCUMENT}` };
  const at = '2026-06-01T10:00:00Z';
  const association = (n: number, associationType: string, from: object, to: object): object => ({
    identifier: id(n),
    associationType,
    originNodeURI: from,
    destinationNodeURI: to,
    uri: uri(n),
    lastChangeDateTime: at,
    CFDocumentURI: of,
  });
  return {
    CFDocument: { ...of, creator: 'Voorbeeld', language: 'nl', adoptionStatus: 'Adopted', lastChangeDateTime: at, CFPackageURI: of },
    CFItems: [1, 2, 3].map((n) => ({
      identifier: id(n),
      uri: uri(n),
      fullStatement: `Doel ${n}`,
      humanCodingScheme: `D.${n}`,
      CFItemType: 'doel',
      educationLevel: ['05'],
      conceptKeywords: ['klok'],
      CFDocumentURI: of,
      lastChangeDateTime: at,
    })),
    CFAssociations: [
      association(4, 'isChildOf', node(1), of),
      association(5, 'isChildOf', node(2), node(1)),
      association(6, 'exemplar', node(3), node(1)),
      association(7, 'precedes', node(2), node(3)),
      association(8, 'exactMatchOf', node(2), { title: 'Elders', identifier: id(9), uri: uri(9) }),
    ],
    CFDefinitions: { CFConcepts: [] },
  };
}

describe('a CASE package of another publisher', () => {
  test('becomes a set with codes, levels and relations, and its standing', () => {
    const { set, goals, relations } = read(stranger());
    expect(set).toMatchObject({
      id: DOCUMENT,
      version: '2026-06-01',
      title: 'Voorbeeld',
      publisher: 'Voorbeeld',
      status: 'definitief',
      legalStatus: 'published',
    });
    expect(goals[1]).toEqual({
      uri: uri(2),
      id: id(2),
      type: 'doel',
      title: 'Doel 2',
      code: 'D.2',
      levels: [{ title: '05' }],
      extra: { conceptKeywords: ['klok'], lastChangeDateTime: '2026-06-01T10:00:00Z' },
    });
    expect(relations).toEqual([
      { source: uri(2), target: uri(1), type: 'isChildOf', assertedBy: 'Voorbeeld' },
      { source: uri(3), target: uri(1), type: 'exemplifies', assertedBy: 'Voorbeeld' },
      { source: uri(2), target: uri(9), type: 'exactMatchOf', assertedBy: 'Voorbeeld' },
    ]);
  });

  test('says what of it is left out', () => {
    const left = read(stranger()).ledger.filter(({ kept }) => !kept);
    expect(left.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'CFAssociations[] (to the document)',
        'CFAssociations[] (precedes)',
        'CFDefinitions.CFConcepts',
        'CFAssociations[].lastChangeDateTime',
      ]),
    );
  });

  test.each([
    [
      'two items of one UUID and URI',
      (d: Document) => {
        d.CFItems[1] = d.CFItems[0];
      },
      'duplicate',
      'CFItems[1].id',
    ],
    [
      'an item of another document',
      (d: Document) => {
        d.CFItems[1].CFDocumentURI = { identifier: id(9) };
      },
      'namespace',
      'CFItems[1].CFDocumentURI',
    ],
    [
      'an item without URI',
      (d: Document) => {
        d.CFItems[1].uri = 'D.2';
      },
      'namespace',
      'CFItems[1].uri',
    ],
    [
      'a child of an item that is not there',
      (d: Document) => {
        d.CFAssociations[1].destinationNodeURI = node(9);
      },
      'dangling',
      'CFAssociations[1]',
    ],
    [
      'a circle',
      (d: Document) => {
        d.CFAssociations[2] = { ...d.CFAssociations[1], originNodeURI: node(1), destinationNodeURI: node(2) };
      },
      'cycle',
      'CFAssociations[2]',
    ],
    [
      'levels that are none',
      (d: Document) => {
        d.CFItems[0].extensions = { 'nl.uwlr-gateway': { levels: [7] } };
      },
      'field',
      'CFItems[0].extensions',
    ],
  ])('with %s is refused with the place', (_what, breakIt, fault, place) => {
    const document = stranger();
    breakIt(document);
    expect(() => read(document)).toThrow(GoalSetError);
    try {
      read(document);
    } catch (error) {
      expect(error).toMatchObject({ fault, place });
    }
  });
});
