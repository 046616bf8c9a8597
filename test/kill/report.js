/** What `run.js` and `nodes.js` found, in words. */
export function printed({ kills, schools, seconds, results, stored, books, ledgers, attempts, equal }) {
  const lines = [
    `killed: ${Object.entries(kills)
      .map(([name, n]) => `${name} ${n} times`)
      .join(', ')} (${seconds} s)`,
    `schools ${schools}, results confirmed to the vendor ${results}, stored ${stored}`,
    ...Object.entries(books).map(
      ([name, states]) =>
        `our books, ${name}: ${Object.entries(states)
          .map(([state, n]) => `${state} ${n}`)
          .join(', ')}`,
    ),
    ...Object.entries(ledgers).map(
      ([name, { distinct, lines: n, repeated, missing, different, unknown }]) =>
        `ledger of the ${name}: ${distinct} results in ${n} messages, ${repeated} given again by a message that came twice; missing ${missing}, different ${different}, unknown ${unknown}`,
    ),
    `attempts: ${Object.entries(attempts)
      .map(([outcome, n]) => `${outcome} ${n}`)
      .join(', ')}`,
    equal ? 'equal: nothing lost, nothing doubled' : 'NOT EQUAL',
  ];
  return `${lines.join('\n')}\n`;
}
