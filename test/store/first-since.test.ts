import { expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import * as fc from 'fast-check';
import { ScriptRunner } from '../../src/store/sqlite/connection/script-runner.js';
import { firstSince } from '../../src/store/tables/exchanges/first-since.js';
import { allResults, idsOf } from './support/reading.js';
import { addParties, delivery, OTHER_SCHOOL, SCHOOL } from './support/records.js';
import { inlinePlace } from './support/temporary.js';

/** Places of messages with their schools, some of them purged, and moments that never go down within a school, only there. */
const messages = fc.array(fc.record({ school: fc.constantFrom('a', 'b'), later: fc.nat(2), gap: fc.integer({ min: 1, max: 5 }) }), {
  maxLength: 40,
});

test('the first message of a school since a moment is found whatever others are stored beside it', () => {
  fc.assert(
    fc.property(messages, fc.nat(40), (sent, instant) => {
      const db = new SqliteDatabase(':memory:');
      db.exec('CREATE TABLE exchanges (seq INTEGER PRIMARY KEY, school TEXT, stored_at INTEGER, results_before INTEGER)');
      const insert = db.prepare('INSERT INTO exchanges VALUES (?, ?, ?, 0)');
      const moments = { a: 0, b: 20 };
      let seq = 0;
      const rows = sent.map(({ school, later, gap }) => {
        seq += gap;
        moments[school as 'a' | 'b'] += later;
        insert.run(seq, school, moments[school as 'a' | 'b']);
        return { seq, school, at: moments[school as 'a' | 'b'] };
      });
      const expected = rows.find(({ school, at }) => school === 'a' && at >= instant)?.seq;
      expect(new ScriptRunner(db).run(firstSince('a', instant))?.seq).toBe(expected);
      db.close();
    }),
  );
});

test('results since a moment are those of the school, also when the number of another message was given out before and stored after', async () => {
  const place = await inlinePlace();
  const store = await place.open();
  await addParties(store);
  await store.commit(delivery('before'));
  await store.commit(delivery('elsewhere', { school: OTHER_SCHOOL }));
  await store.commit(delivery('after'));
  const db = new SqliteDatabase(place.file);
  // As a node leaves it that took its numbers before the message after it, and was done at the same time.
  db.exec(
    "UPDATE exchanges SET results_before = 1000 WHERE id = 'elsewhere'; UPDATE exchanges SET stored_at = stored_at - 5 WHERE id = 'before'",
  );
  const since = new Date(Number(db.prepare("SELECT min(stored_at) FROM exchanges WHERE id <> 'before'").pluck().get())).toISOString();
  db.close();
  expect(idsOf(await allResults(store, { school: SCHOOL, since }))).toEqual(['result of after']);
  const records = await store.exchanges({ school: SCHOOL, since: '2020-01-01T00:00:00.000Z', limit: 10 });
  expect(records.items.map(({ id }) => id)).toEqual(['after', 'before']);
  await store.close();
  await place.remove();
});
