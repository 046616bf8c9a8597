// Commits until it is killed, and prints the id of each exchange that was acknowledged, a line each. Some callers send
// small messages, one sends messages in slices, one changes a whole roster. Needs a build. Arguments: data directory, prefix of the ids.
import { createHash } from 'node:crypto';
import { openSqliteStore } from '../../../dist/store/sqlite/open.js';

const [directory, prefix] = process.argv.slice(2);
const store = await openSqliteStore(directory);
let count = 0;

// What every stored result has, whatever it is of.
const REST = {
  source: { party: 'verzonnen-uitgever', version: '2.2' },
  activity: { code: 'T1', originType: 'unknown', hierarchy: [] },
  ...{ values: [], context: { extra: [] }, goalLinks: [], signals: [], status: 'final', losses: [] },
};

function* slices(id, results, size) {
  for (let from = 0; from < results; from += size) {
    const rows = Array.from({ length: Math.min(size, results - from) }, (_, index) => {
      const result = { id: `${id}/${from + index}`, learner: `alias-${index}`, date: '2025-10-01', ...REST };
      return { result, assessment: 'a1', key: result.id };
    });
    yield { learners: rows.map(({ result }) => ({ alias: result.learner })), results: rows };
  }
}

async function send(resultCount, size) {
  count += 1;
  const id = `${prefix}-${count}`;
  await store.commit({
    exchange: {
      id,
      direction: 'in',
      operation: 'BrengLeerresultaten',
      school: '99AB',
      party: 'verzonnen-uitgever',
      receivedAt: new Date().toISOString(),
      durationMs: 1,
      wireBytes: 1,
      decodedBytes: 1,
      digest: createHash('sha256').update(id).digest('hex'),
      createdAtNs: BigInt(count),
      outcome: 'accepted',
      findings: [],
      findingCount: 0,
      resultCount,
      learnerCount: 0,
    },
    acceptStale: true,
    assessments: [],
    slices: slices(id, resultCount, size),
    strips: () => [],
  });
  process.stdout.write(`${id}\n`);
}

async function loop(results, size) {
  for (;;) await send(results, size);
}

/** Every learner of the roster says which revision it is of. */
async function changeRoster() {
  const [school, schoolYear] = ['99AB', '2025-2026'];
  const nothing = { left: [], joined: [], parted: [], aliases: [] };
  for (;;) {
    const base = (await store.roster(school, schoolYear))?.head.revision ?? 0;
    const content = `revision ${base + 1}`;
    const one = { kind: 'learner', content, document: Buffer.from(content) };
    const upserts = Array.from({ length: 20 }, (_, position) => ({ ...one, id: `p${position}`, position }));
    const at = new Date().toISOString();
    await store.commitRoster({ head: { school, schoolYear, receivedAt: at, version: '2.3' }, base, upserts, ...nothing, at });
  }
}

await Promise.all([changeRoster(), ...Array.from({ length: 12 }, () => loop(2, 10)), loop(300, 30)]);
