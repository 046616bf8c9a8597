type Yaml = string | number | boolean | Yaml[] | { [key: string]: Yaml };

interface Line {
  readonly indent: number;
  readonly text: string;
}

/**
 * Reads what OpenAPI documents of Edu-V use of YAML: maps, lists, plain and quoted scalars, and blocks of text (whose words are left out).
 * For anything else it throws.
 */
export function readYaml(text: string): Yaml {
  const lines = linesOf(text);
  const value = readNode(lines, 0);
  if (lines.length > 0) throw new Error(`not understood: ${lines[0]?.text}`);
  return value;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let block = Number.POSITIVE_INFINITY;
  for (const raw of text.split('\n')) {
    const indent = raw.search(/\S/);
    if (indent < 0 || indent > block) continue;
    block = Number.POSITIVE_INFINITY;
    const line = raw.trim().replace(/\s+#.*$/, '');
    if (line.startsWith('#')) continue;
    if (/[|>]-?$/.test(line)) block = indent;
    lines.push({ indent, text: line.replace(/[|>]-?$/, "''") });
  }
  return lines;
}

function readNode(lines: Line[], least: number): Yaml {
  const [first] = lines;
  if (first === undefined || first.indent < least) return '';
  return first.text.startsWith('- ') ? readList(lines, first.indent) : readMap(lines, first.indent);
}

function readList(lines: Line[], indent: number): Yaml[] {
  const list: Yaml[] = [];
  while (lines[0]?.indent === indent && lines[0].text.startsWith('- ')) {
    const rest = (lines.shift() as Line).text.slice(2).trim();
    if (!KEY.test(rest)) list.push(scalar(rest));
    else {
      lines.unshift({ indent: indent + 2, text: rest });
      list.push(readMap(lines, indent + 2));
    }
  }
  return list;
}

const KEY = /^("[^"]*"|'[^']*'|[^\s"'][^:]*?)\s*:(?:\s+(.*))?$/;

function readMap(lines: Line[], indent: number): { [key: string]: Yaml } {
  const map: { [key: string]: Yaml } = {};
  while (lines[0]?.indent === indent && !lines[0].text.startsWith('- ')) {
    const { text } = lines.shift() as Line;
    const [, key, value] = KEY.exec(text) ?? [];
    if (key === undefined) throw new Error(`not understood: ${text}`);
    // The items of a list may stand as far in as its name.
    const isList = lines[0]?.indent === indent && lines[0].text.startsWith('- ');
    map[scalarText(key)] = value === undefined || value === '' ? readNode(lines, isList ? indent : indent + 1) : scalar(value);
  }
  return map;
}

function scalar(text: string): Yaml {
  if (text === 'true' || text === 'false') return text === 'true';
  return scalarText(text);
}

function scalarText(text: string): string {
  const quote = text[0];
  return (quote === '"' || quote === "'") && text.endsWith(quote) ? text.slice(1, -1) : text;
}
