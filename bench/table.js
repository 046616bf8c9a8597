/** Whether a row reaches what it has to; undefined when nothing was set. */
export function isMet({ ratio, value, reach, met }) {
  if (met !== undefined || reach === undefined) return met;
  const measured = ratio ?? value;
  if (reach.exactly !== undefined) return measured === reach.exactly;
  return reach.atLeast === undefined ? measured <= reach.atMost : measured >= reach.atLeast;
}

/** The rows for people. */
export function printed(rows) {
  const lines = rows.map((row) => [row.what, measuredText(row), reachText(row.reach), verdict(row), figures(row)]);
  const table = [['what', 'measured', 'to reach', '', 'figures'], ...lines];
  const widths = table[0].map((_, column) => Math.max(...table.map((cells) => cells[column].length)));
  const line = (cells) => cells.map((cell, column) => cell.padEnd(widths[column])).join('  ');
  return table.map((cells) => line(cells).trimEnd()).join('\n');
}

function measuredText({ ratio, value }) {
  return ratio === undefined ? figure(value) : `${ratio.toFixed(2)}x`;
}

function reachText(reach) {
  if (reach === undefined) return '-';
  if (reach.exactly !== undefined) return String(reach.exactly);
  const aim = reach.aim === undefined ? '' : `, aim ${reach.aim}`;
  return reach.atLeast === undefined ? `at most ${reach.atMost}` : `at least ${reach.atLeast}${aim}`;
}

function verdict(row) {
  const met = isMet(row);
  return met === undefined ? '' : met ? 'yes' : 'NO';
}

function figures({ ours, theirs, unit }) {
  return ours === undefined ? unit : `${figure(ours)} against ${figure(theirs)} ${unit}`;
}

function figure(value) {
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3);
}
