import { describe, expect, test } from '@jest/globals';
import { openGroups, openLearners, openRoster, openTeachers } from '../../../src/exchange/roster/read-roster.js';
import { SchoolKey } from '../../../src/privacy/keys/seal.js';
import { SealError } from '../../../src/privacy/keys/seal-error.js';
import type { RosterRow, RosterSnapshot } from '../../../src/store/roster-store.js';
import { FULL_LEARNER, FULL_ROSTER, learner } from './support/invented-roster.js';
import { KeptRoster, SCHOOL_KEY } from './support/kept-roster.js';

const store = new KeptRoster();
const { identified } = store.sync({ ...FULL_ROSTER, learners: [FULL_LEARNER, learner({ key: 'nep-2' })] });
const snapshot = store.snapshot() as RosterSnapshot;

describe('rows of a roster', () => {
  test('open by kind, in their order', () => {
    expect([...openLearners(snapshot.rows, SCHOOL_KEY)]).toEqual(identified.roster.learners);
    expect([...openGroups(snapshot.rows, SCHOOL_KEY)]).toEqual(identified.roster.groups);
    expect([...openTeachers(snapshot.rows, SCHOOL_KEY)]).toEqual(identified.roster.teachers);
  });

  test('are opened one at a time', () => {
    const asked: string[] = [];
    function* rows(): Generator<RosterRow> {
      for (const row of snapshot.rows) {
        asked.push(row.kind);
        yield row;
      }
    }
    expect(openLearners(rows(), SCHOOL_KEY).next().value).toEqual(identified.roster.learners[0]);
    expect(asked.filter((kind) => kind === 'learner')).toEqual(['learner']);
  });

  test('do not open under the key of another school', () => {
    expect(() => openRoster(snapshot, new SchoolKey(Buffer.alloc(32, 8)))).toThrow(SealError);
  });
});
