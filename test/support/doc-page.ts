import { existsSync, readFileSync } from 'node:fs';
import { loadConfig, SETTING_NAMES } from '../../src/config/config.js';
import { MOST_CONNECTIONS } from '../../src/gateway/connections/connections.js';

const ROOT = new URL('../../', import.meta.url);

export interface DocTable {
  /** The heading that it stands under. */
  readonly heading: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A page of the documentation: `security` for `docs/security.md`. */
export function docPage(name: string): string {
  return readFileSync(new URL(`docs/${name}.md`, ROOT), 'utf8');
}

export function tablesOf(page: string): DocTable[] {
  const tables: { heading: string; columns: string[]; rows: string[][] }[] = [];
  let heading = '';
  let last = '';
  for (const line of page.split('\n')) {
    if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
    if (/^\|(?:-+\|)+$/.test(line)) tables.push({ heading, columns: cellsOf(last), rows: [] });
    else if (line.startsWith('| ') && last.startsWith('|')) tables.at(-1)?.rows.push(cellsOf(line));
    last = line;
  }
  return tables;
}

function cellsOf(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** The files of tests that a text names and that are not there. */
export function missingTests(text: string): string[] {
  return testsIn(text).filter((file) => !existsSync(new URL(file, ROOT)));
}

export function testsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/`(test\/[^`]+)`/g)].map(([, file = '']) => file))];
}

const UNITS: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1024 ** 2 };

/** The numbers in a text, sizes in bytes: `64 MiB in 10 seconds` is 67108864 and 10. */
export function numbersIn(text: string): number[] {
  return [...text.matchAll(/(?<![\w.-])(\d[\d,]*(?:\.\d+)?)(?: ?([KM]iB)\b)?/g)].map(
    ([, digits = '', unit]) => Number(digits.replaceAll(',', '')) * (UNITS[unit ?? ''] ?? 1),
  );
}

/** Every setting by its name in the environment, with its default when nothing at all is set. */
export function defaults(): ReadonlyMap<string, unknown> {
  const config: Readonly<Record<string, unknown>> = { maxConnections: MOST_CONNECTIONS, ...loadConfig({}, { UWLR_DATA: '/nowhere' }) };
  return new Map(Object.entries(SETTING_NAMES).map(([name, variable]) => [variable, config[name]]));
}

/** The settings that a text names. */
export function settingsIn(text: string): string[] {
  return [...text.matchAll(/`(UWLR_[A-Z_]+)`/g)].map(([, name = '']) => name);
}
