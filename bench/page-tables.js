import { circumstances, markdown } from './table.js';

/** A table stands between `<!-- bench: NAME -->` and `<!-- end -->`. */
const PLACE = /(<!-- bench: ([^ ]+) -->\n)[\s\S]*?(<!-- end -->)/g;

/**
 * The text of a page with its tables made anew. NAME of a place is that of a part of the bench; or `reach`: all rows that have something to reach, of all
 * parts. A part without figures says so.
 */
export function pageWith(text, figures) {
  return text.replace(PLACE, (_, begin, name, end) => `${begin}${tableOf(name, figures)}\n${end}`);
}

function tableOf(name, { parts }) {
  if (name === 'reach') return markdown(parts.flatMap(({ rows }) => rows.filter(({ reach }) => reach !== undefined)));
  const part = parts.find((one) => one.name === name);
  if (part === undefined)
    return `Not measured yet: \`npm run bench -- --only ${name} --into docs/performance.json && node bench/page.js\`.`;
  return `\`\`\`\n${circumstances(part, part)}\n\`\`\`\n\n${markdown(part.rows)}`;
}
