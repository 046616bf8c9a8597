import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { openForWriting } from '../../src/store/sqlite/connection/connection.js';
import { ErasureMark } from '../../src/store/sqlite/rights/erasure-mark.js';
import { NOT_BLOCKING } from '../../src/store/tables/retention/purge-disclosures.js';
import { inlinePlace, type SqlitePlace } from './support/temporary.js';

const SCHOOLS = ['99S1', '99S2'];

let place: SqlitePlace;
let db: Database;

beforeAll(async () => {
  place = await inlinePlace();
  db = openForWriting(place.file);
  // Some thousands of writes that need not outlive anything.
  db.pragma('synchronous = OFF');
  for (const id of SCHOOLS) db.prepare(`INSERT INTO schools (id, name, created_at) VALUES (?, 'Verzonnen', '2026-01-01')`).run(id);
});

afterAll(async () => {
  db.close();
  await place.remove();
});

const step = fc.oneof(
  fc.record({ does: fc.constant('erase' as const), school: fc.constantFrom(...SCHOOLS), names: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ does: fc.constant('lift' as const), which: fc.nat() }),
  fc.record({ does: fc.constant('purge' as const), school: fc.constantFrom(...SCHOOLS) }),
);

/** All erasures that keep somebody out. */
function blocking(): number[] {
  return db.prepare<[], number>('SELECT DISTINCT erasure FROM erased_names ORDER BY erasure').pluck().all();
}

function namesOf(school: string): string {
  return db.prepare('SELECT digest FROM erased_names WHERE school = ? ORDER BY digest').pluck().all(school).join(' ');
}

test('whatever is erased, lifted and removed, no mark of a school ever stands for two lists of names', () => {
  const mark = new ErasureMark(db);
  const insert = db.prepare(`INSERT INTO erasures (id, school, at, receipt) VALUES (?, ?, '2026-01-01', '{}')`);
  const name = db.prepare('INSERT INTO erased_names (school, digest, erasure) VALUES (?, ?, ?)');
  let count = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      db.exec('DELETE FROM erased_names; DELETE FROM erasures');
      const seen = new Map(SCHOOLS.map((school) => [school, new Map<number, string>()]));
      for (const one of steps) {
        if (one.does === 'erase') {
          count += 1;
          const { lastInsertRowid } = insert.run(`receipt ${count}`, one.school);
          for (let at = 0; at < one.names; at += 1) name.run(one.school, `digest ${count} ${at}`, lastInsertRowid);
        } else if (one.does === 'lift') {
          const there = blocking();
          const seq = there[one.which % there.length];
          if (seq === undefined) continue;
          db.prepare(`UPDATE erasures SET lifted_at = '2026-02-01' WHERE seq = ?`).run(seq);
          db.prepare('DELETE FROM erased_names WHERE erasure = ?').run(seq);
        } else {
          db.prepare(`DELETE FROM erasures WHERE school = ? AND ${NOT_BLOCKING}`).run(one.school);
        }
        for (const [school, marks] of seen) {
          const [now, names] = [mark.of(school), namesOf(school)];
          expect([now, marks.get(now) ?? names]).toEqual([now, names]);
          marks.set(now, names);
        }
      }
    }),
    { numRuns: 100 },
  );
});
