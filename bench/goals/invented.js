// An invented set of goals, and a mapping of one test to one goal each.
const BASE = 'https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-';
const AT = '2026-11-30T08:00:00.000Z';

export const goalUri = (n) => BASE + String(n).padStart(12, '0');
export const codeOf = (n) => `T-${n}`;

export function goalSet(count) {
  return {
    set: {
      id: 'meetdoelen',
      version: '1',
      uri: 'https://doelen.voorbeeld/sets/meetdoelen/1',
      title: 'Meetdoelen',
      status: 'unknown',
      legalStatus: 'published',
    },
    goals: Array.from({ length: count }, (_, n) => ({
      uri: goalUri(n),
      id: goalUri(n).slice(-36),
      type: 'doel',
      title: `Doel ${n}`,
      levels: [],
    })),
    relations: [],
    ledger: [],
  };
}

/** Makes the next version of the mapping: test n goes with the goal `shift` places further. */
export async function mapTests(store, party, count, shift) {
  const table = { party };
  const before = await store.goals.mappings.mappingRows(table);
  const versions = await store.goals.mappings.mappingVersions(party);
  const add = Array.from({ length: count }, (_, n) => ({
    kind: 'activity',
    activity: { code: codeOf(n) },
    supplierGoal: `KL-${(n + shift) % count}`,
    goal: goalUri((n + shift) % count),
    coverage: 'unknown',
  }));
  const remove = before.map(({ seq }) => seq);
  await store.goals.mappings.changeMapping({
    ...{ party, assertedBy: 'supplier', at: AT, remove, add },
    base: versions.at(-1)?.number,
  });
}
