import { circumstances, markdown } from './table.js';

/** A table stands between `<!-- bench: NAME -->` and `<!-- end -->`. */
const PLACE = /(<!-- bench: ([^ ]+) -->\n)[\s\S]*?(<!-- end -->)/g;
const STEP_UNIT = 'us';

/**
 * The text of a page with its tables made anew. NAME of a place is that of a part of the bench; or `reach`: all rows that have something to reach, of all
 * parts; or `steps`: what each change contributed. Throws on a place without figures.
 */
export function pageWith(text, figures) {
  return text.replace(PLACE, (_, begin, name, end) => `${begin}${tableOf(name, figures)}\n${end}`);
}

function tableOf(name, { parts, steps }) {
  if (name === 'reach') return markdown(parts.flatMap(({ rows }) => rows.filter(({ reach }) => reach !== undefined)));
  if (name === 'steps') return stepTable(steps);
  const part = parts.find((one) => one.name === name);
  if (part === undefined) throw new Error(`no figures of ${name}`);
  return `\`\`\`\n${circumstances(part, part)}\n\`\`\`\n\n${markdown(part.rows)}`;
}

/** A step: `what`, `commit`, and by size of message the processor time of all threads `before` and `after` it, measured in turns. */
function stepTable(steps) {
  const sizes = [...new Set(steps.flatMap(({ cpu }) => Object.keys(cpu)))];
  const cell = (cpu) => (cpu === undefined ? '-' : `${cpu.before.toFixed(0)} to ${cpu.after.toFixed(0)} ${STEP_UNIT} (${percent(cpu)})`);
  const lines = steps.map(({ what, commit, cpu }) => [what, `\`${commit}\``, ...sizes.map((size) => cell(cpu[size]))]);
  const head = ['step', 'commit', ...sizes];
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function percent({ before, after }) {
  const change = Math.round((after / before - 1) * 100);
  return `${change > 0 ? '+' : ''}${change}%`;
}
