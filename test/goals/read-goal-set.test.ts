import { describe, expect, test } from '@jest/globals';
import { GoalSetError } from '../../src/goals/import/goal-set-error.js';
import { GOAL_SET_LIMITS } from '../../src/goals/import/goal-set-limits.js';
import { readGoalSet } from '../../src/goals/import/read-goal-set.js';
import { type Document, exampleDocument, read } from './support.js';

function refused(work: () => unknown): { readonly fault: string; readonly place: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof GoalSetError) return { fault: error.fault, place: error.place };
    throw error;
  }
  throw new Error('it was read');
}

describe('a set that is wrong is refused as a whole, with the place', () => {
  const broken: readonly (readonly [string, (document: Document) => void, string, string])[] = [
    [
      'two goals of one id',
      (d) => {
        d.items[5].id = d.items[4].id;
        d.items[5].uri = d.items[4].uri;
      },
      'duplicate',
      'items[5].id',
    ],
    [
      'a child of a goal that is not there',
      (d) => {
        d.relations[0].to = 'weg';
        d.items[0].replaces = [];
      },
      'dangling',
      'relations[0].to',
    ],
    [
      'a parent elsewhere',
      (d) => {
        d.relations[2].to = 'https://doelen.voorbeeld/uuid/elders';
      },
      'dangling',
      'relations[2]',
    ],
    [
      'a relation between two other sets',
      (d) => {
        Object.assign(d.relations[7], { from: 'urn:x:1', to: 'urn:x:2' });
      },
      'dangling',
      'relations[7]',
    ],
    [
      'a goal that hangs under itself',
      (d) => {
        d.relations[1].from = d.relations[1].to;
      },
      'cycle',
      'relations[1]',
    ],
    [
      'a circle of three',
      (d) => {
        d.relations.push({ from: d.items[0].id, to: d.items[4].id, type: 'isChildOf' });
      },
      'cycle',
      'relations[2]',
    ],
    [
      'a circle over two types',
      (d) => {
        d.relations.push({ from: d.items[3].id, to: d.items[4].id, type: 'contributesTo' });
      },
      'cycle',
      'relations[12]',
    ],
    [
      'a circle of successors',
      (d) => {
        d.relations.push(
          { from: d.items[7].id, to: d.items[6].id, type: 'replacedBy' },
          { from: d.items[6].id, to: d.items[7].id, type: 'replacedBy' },
        );
      },
      'cycle',
      'relations[13]',
    ],
    [
      'a URI of SLO with another UUID than the id',
      (d) => {
        d.items[4].uri = d.items[5].uri;
      },
      'namespace',
      'items[4].uri',
    ],
    [
      'a URI that is none',
      (d) => {
        d.items[0].uri = 'doelen/1';
      },
      'namespace',
      'items[0].uri',
    ],
    [
      'a URI outside the namespace of the set',
      (d) => {
        d.set.namespace = 'https://doelen.voorbeeld/anders/';
      },
      'namespace',
      'items[0].uri',
    ],
    [
      'an id without URI or namespace',
      (d) => {
        d.items[0].id = 'm';
        delete d.items[0].uri;
      },
      'namespace',
      'items[0].uri',
    ],
    [
      'no title',
      (d) => {
        d.items[2].title = ' ';
      },
      'field',
      'items[2].title',
    ],
    [
      'a relation of an unknown type',
      (d) => {
        d.relations[3].type = 'masters';
      },
      'field',
      'relations[3].type',
    ],
    [
      'a day that does not exist',
      (d) => {
        d.set.lawFrom = '2026-02-30';
      },
      'field',
      'set.lawFrom',
    ],
    [
      'an unknown publication status',
      (d) => {
        d.set.publicationStatus = 'klaar';
      },
      'field',
      'set.publicationStatus',
    ],
    [
      'no version and no date',
      (d) => {
        delete d.set.version;
      },
      'field',
      'set.version',
    ],
    [
      'counts that do not agree',
      (d) => {
        d.counts = { itemsTotal: 10 };
      },
      'counts',
      'counts.itemsTotal',
    ],
    [
      'a title without end',
      (d) => {
        d.items[1].title = 'a'.repeat(GOAL_SET_LIMITS.title + 1);
      },
      'large',
      'items[1].title',
    ],
    [
      'too many levels',
      (d) => {
        d.items[1].levels = Array.from({ length: GOAL_SET_LIMITS.levels + 1 }, () => ({ title: 'po' }));
      },
      'large',
      'items[1].levels',
    ],
    [
      'a goal that replaces itself',
      (d) => {
        d.items[1].replaces = [d.items[1].uri ?? d.items[1].id];
      },
      'cycle',
      'items[1].replaces[0]',
    ],
    [
      'two goals that replace each other',
      (d) => {
        const [one, other] = [d.items[4], d.items[5]];
        one.replaces = [other.uri ?? other.id];
        d.relations.push({ from: one.id, to: other.id, type: 'replacedBy' });
      },
      'cycle',
      'items[4].replaces[0]',
    ],
    [
      'a value that nests without end',
      (d) => {
        d.items[1].extra = JSON.parse(`${'['.repeat(1_000)}${']'.repeat(1_000)}`);
      },
      'large',
      'items[1].extra[0]',
    ],
    [
      'a head that nests without end',
      (d) => {
        d.set.extra = JSON.parse(`${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`);
      },
      'large',
      'set.extra.a.a',
    ],
    [
      'a zero character',
      (d) => {
        d.items[1].description = 'a\0b';
      },
      'unreadable',
      'items[1].description',
    ],
    [
      'half a character in a field that is kept as it is',
      (d) => {
        d.items[1].extra = { b: ['\ud800'] };
      },
      'unreadable',
      'items[1].extra.b',
    ],
  ];

  test.each(broken)('%s', (_what, breakIt, fault, place) => {
    const document = exampleDocument();
    breakIt(document);
    expect(refused(() => read(document))).toEqual({ fault, place });
  });

  test.each([
    ['no JSON', Buffer.from('{"set":'), 'unreadable'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'unreadable'],
    ['another JSON document', Buffer.from('{"a":1}'), 'format'],
    ['an empty set', Buffer.from('{"set":{"key":"a","version":"1","title":"a"},"items":[]}'), 'format'],
    ['100 MB', Buffer.alloc(100_000_000, 0x20), 'large'],
  ])('%s', (_what, bytes, fault) => {
    expect(refused(() => readGoalSet([{ name: 'doelen.json', bytes }])).fault).toBe(fault);
  });

  test('JSON that nests without end', () => {
    const nested = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    for (const text of [`{"CFDocument":{},"CFItems":[],"a":${nested}}`, `{"doel":[{"id":"a","b":${nested}}]}`, nested]) {
      expect(refused(() => readGoalSet([{ name: 'doelen.json', bytes: Buffer.from(text) }])).fault).toBe('large');
    }
  });

  test('nothing of its texts is in the message', () => {
    const document = exampleDocument();
    document.items[4].title = 7;
    document.items[4].code = 'GEHEIM';
    expect(() => read(document)).toThrow('items[4].title: must be a text that is not empty');
  });
});

describe('a set that is deep', () => {
  test('is walked to its end', () => {
    const depth = 20_000;
    const items = Array.from({ length: depth }, (_, index) => ({ id: String(index), title: 'd' }));
    const relations = items.slice(1).map(({ id }, index) => ({ from: id, to: String(index), type: 'isChildOf' }));
    const set = { key: 'diep', version: '1', title: 'diep', namespace: 'https://doelen.voorbeeld/diep/' };
    expect(read({ set, items, relations }).relations).toHaveLength(depth - 1);
    relations.push({ from: '0', to: String(depth - 1), type: 'isChildOf' });
    expect(refused(() => read({ set, items, relations }))).toMatchObject({ fault: 'cycle' });
  });
});

test.each(['constructor', '__proto__', 'toString'])('a status of %s says nothing certain', (status) => {
  const document = exampleDocument();
  document.set = { ...document.set, publicationStatus: undefined, status };
  expect(read(document).set.status).toBe('unknown');
});

describe('every field of the file', () => {
  test('is kept, or listed as left out', () => {
    const document = exampleDocument();
    document.remark = 'x';
    document.relations[0].weight = 3;
    document.items[0].colour = 'red';
    const { ledger, goals } = read(document);
    expect(ledger.filter(({ kept }) => !kept).map(({ path, count }) => [path, count])).toEqual([
      ['relations[].weight', 1],
      ['remark', 1],
    ]);
    expect(ledger).toContainEqual({ path: 'items[].title', count: 9, kept: true });
    expect(goals[0]?.extra).toEqual({ colour: 'red' });
  });

  test('of a list of fields without end is counted, not listed', () => {
    const document = exampleDocument();
    document.more = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`f${index}`, 1]));
    expect(read(document).ledger.length).toBeLessThanOrEqual(GOAL_SET_LIMITS.places + 1);
  });
});

test('what the importer says of a set wins over what the file says', () => {
  const { set } = read(exampleDocument(), { version: '2', status: 'concept', legalStatus: 'law', lawFrom: '2026-08-01' });
  expect(set).toMatchObject({ version: '2', status: 'concept', legalStatus: 'law', lawFrom: '2026-08-01', publisher: 'Voorbeeld' });
});

test('a relation that is said twice is kept once, and the ledger says so', () => {
  const document = exampleDocument();
  document.relations.push(document.relations[0]);
  const { relations, ledger } = read(document);
  expect(relations).toHaveLength(12);
  expect(ledger.at(-1)).toMatchObject({ count: 1, kept: false });
});
