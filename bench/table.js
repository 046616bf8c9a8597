/** Whether a row reaches what it has to; undefined when nothing was set. */
export function isMet({ ratio, value, reach, met }) {
  if (met !== undefined || reach === undefined) return met;
  const measured = ratio ?? value;
  if (reach.exactly !== undefined) return measured === reach.exactly;
  return reach.atLeast === undefined ? measured <= reach.atMost : measured >= reach.atLeast;
}

/** The rows for people at a terminal. */
export function printed(rows) {
  const table = cellsOf(rows);
  const widths = table[0].map((_, column) => Math.max(...table.map((cells) => cells[column].length)));
  const line = (cells) => cells.map((cell, column) => cell.padEnd(widths[column])).join('  ');
  return table.map((cells) => line(cells).trimEnd()).join('\n');
}

/** The rows as they stand in docs/performance.md. */
export function markdown(rows) {
  const [head, ...lines] = cellsOf(rows);
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** On what, and how undisturbed, the rows were measured. */
export function circumstances({ at, cores, cpu, memoryGB, node, loadBefore, xmllint, java, php, jaxWs }, { seconds, othersShare, quick }) {
  const programs = [xmllint, java, php, jaxWs].filter(Boolean).join('; ');
  const others = othersShare === undefined ? '' : `; ${(othersShare * 100).toFixed(0)}% of the processors went to others meanwhile`;
  const machine = `${at}: ${cores} cores (${cpu}), ${memoryGB} GB, Node.js ${node}; ${programs}`;
  return `${machine}\n${seconds} s${quick ? ', quick: no measurement' : ''}; load before ${loadBefore.toFixed(2)}${others}`;
}

function cellsOf(rows) {
  const hasBefore = rows.some(({ before }) => before !== undefined);
  const column = (text) => (hasBefore ? [text] : []);
  const lines = rows.map((row) => [
    row.what,
    ...column(beforeText(row)),
    measuredText(row),
    reachText(row.reach),
    verdict(row),
    figures(row),
  ]);
  return [['what', ...column('before'), 'measured', 'to reach', 'reached', 'figures'], ...lines];
}

function measuredText({ ratio, value }) {
  return ratio === undefined ? figure(value) : `${ratio.toFixed(2)}x`;
}

function beforeText({ ratio, before }) {
  if (before === undefined) return '';
  return ratio === undefined ? figure(before) : `${before.toFixed(2)}x`;
}

function reachText(reach) {
  if (reach === undefined) return '-';
  if (reach.exactly !== undefined) return String(reach.exactly);
  const aim = reach.aim === undefined ? '' : `, aim ${reach.aim}`;
  return reach.atLeast === undefined ? `at most ${reach.atMost}${aim}` : `at least ${reach.atLeast}${aim}`;
}

function verdict(row) {
  const met = isMet(row);
  return met === undefined ? '' : met ? 'yes' : 'NO';
}

function figures({ ours, theirs, beforeOurs, unit }) {
  const was = beforeOurs === undefined ? '' : `; before: ${figure(beforeOurs)}`;
  return ours === undefined ? unit : `${figure(ours)} against ${figure(theirs)} ${unit}${was}`;
}

function figure(value) {
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3);
}
