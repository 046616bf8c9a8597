/** Middle value; of an even number of them, the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * Measures contestants in turn, round after round, so that whatever else the machine does hits all of them alike; each round
 * begins with another one. `measure(contestant, round)` returns a number. Resolves with all numbers of each, by name.
 */
export async function takeTurns(contestants, rounds, measure) {
  const taken = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const contestant = contestants[(turn + round) % contestants.length];
      taken.get(contestant.name).push(await measure(contestant, round));
    }
  }
  return taken;
}
