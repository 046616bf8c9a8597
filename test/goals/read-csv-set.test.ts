import { describe, expect, test } from '@jest/globals';
import type { ReadGoalSet } from '../../src/goals/goal-set.js';
import { GoalSetError } from '../../src/goals/import/goal-set-error.js';
import { readGoalSet } from '../../src/goals/import/read-goal-set.js';
import type { GivenHead } from '../../src/goals/import/set-head.js';

const HEAD: GivenHead = { id: 'schooldoelen', version: '2026', title: 'Doelen van de school', legalStatus: 'school' };
const KERNDOEL = 'https://opendata.slo.nl/curriculum/uuid/d4b16fc2-8c8a-46ae-956c-d5cdfc6ff03d';

function read(text: string, given: GivenHead = HEAD, namespace?: string): ReadGoalSet {
  return readGoalSet([{ name: 'doelen.csv', bytes: Buffer.from(text) }], given, namespace);
}

/** As Excel in the Netherlands writes it. */
const EXCEL = [
  '\ufeffCode;Soort;Doel;Niveaus;Valt onder;Kerndoel;Leerlijn',
  'T;cluster;Tijd;;;;',
  'T.1;doel;"Hele uren; op de klok";groep 4|groep 5;T;bk:d4b16fc2-8c8a-46ae-956c-d5cdfc6ff03d;klok',
  'T 2;doel;Halve uren;groep 5;T;;klok',
  '',
].join('\r\n');

describe('a spreadsheet of a school', () => {
  test('with Dutch headings is a set: the code is the id, and its URIs are of the set', () => {
    const { set, goals, relations } = read(EXCEL);
    expect(set).toMatchObject({ id: 'schooldoelen', version: '2026', legalStatus: 'school', status: 'unknown' });
    expect(goals[1]).toEqual({
      uri: 'urn:uwlr-gateway:goal:schooldoelen:T.1',
      id: 'T.1',
      type: 'doel',
      title: 'Hele uren; op de klok',
      code: 'T.1',
      levels: [{ title: 'groep 4' }, { title: 'groep 5' }],
      extra: { Leerlijn: 'klok' },
    });
    expect(goals[2]?.uri).toBe('urn:uwlr-gateway:goal:schooldoelen:T%202');
    expect(relations.map(({ type, target, assertedBy }) => [type, target, assertedBy])).toEqual([
      ['isChildOf', 'urn:uwlr-gateway:goal:schooldoelen:T', 'school'],
      ['contributesTo', KERNDOEL, 'school'],
      ['isChildOf', 'urn:uwlr-gateway:goal:schooldoelen:T', 'school'],
    ]);
  });

  test('says of every column what became of it', () => {
    expect(read(EXCEL).ledger).toContainEqual({ path: 'column Leerlijn', count: 2, kept: true });
    expect(read('id,title,\na,A,x').ledger.at(-1)).toMatchObject({ kept: false });
  });

  test('puts ids behind the namespace that is given, and leaves URIs and UUIDs of SLO as they are', () => {
    const text = `id,uri,title\na,,A\nd4b16fc2-8c8a-46ae-956c-d5cdfc6ff03d,${KERNDOEL},K`;
    expect(read(text, HEAD, 'https://doelen.voorbeeld/').goals.map(({ uri }) => uri)).toEqual(['https://doelen.voorbeeld/a', KERNDOEL]);
    expect(read('id,title\nd4b16fc2-8c8a-46ae-956c-d5cdfc6ff03d,K').goals[0]?.uri).toBe(KERNDOEL);
  });
});

describe('a spreadsheet that is wrong is refused with the line', () => {
  test.each([
    ['a zero character', 'id,title\na,A\nb,B\0', 'unreadable', 'doelen.csv line 3'],
    ['two goals of one id', 'id,title\na,A\na,B', 'duplicate', 'doelen.csv line 3.id'],
    ['a parent that is not there', 'id,title,parent\na,A,b', 'dangling', 'doelen.csv line 2.to'],
    ['a circle', 'id,title,parent\na,A,b\nb,B,a', 'cycle', 'doelen.csv line 3'],
    ['no title', 'id,title\na,A\nb, ', 'field', 'doelen.csv line 3.title'],
    ['no id', 'id,title\n,A', 'field', 'doelen.csv line 2.id'],
    ['no column title', 'id,naam\na,A', 'format', 'doelen.csv line 1'],
    ['two columns of one name', 'id,doel,title\na,A,B', 'field', 'doelen.csv line 1'],
    ['a quote that stays open', 'id,title\na,"A', 'unreadable', 'doelen.csv line 2'],
    ['no lines', 'id,title', 'format', 'schooldoelen'],
    ['nothing', '', 'unreadable', 'doelen.csv line 1'],
  ])('%s', (_what, text, fault, place) => {
    expect(() => read(text)).toThrow(GoalSetError);
    try {
      read(text);
    } catch (error) {
      expect(error).toMatchObject({ fault, place });
    }
  });

  test('so is one that does not say which set it is, and one that is not in UTF-8', () => {
    expect(() => read(EXCEL, {})).toThrow('give --set-id, --set-version and --title');
    expect(() => readGoalSet([{ name: 'd.csv', bytes: Buffer.from('id,title\na,\xe9', 'latin1') }], HEAD)).toThrow('save it as UTF-8');
  });
});
