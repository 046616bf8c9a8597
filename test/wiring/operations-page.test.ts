import { describe, expect, test } from '@jest/globals';
import { buildProgram } from '../../src/cli/program.js';
import { SETTING_NAMES } from '../../src/config/config.js';
import { UNREADY_WORDS } from '../../src/gateway/unreadiness.js';
import { STORE_TROUBLES } from '../../src/store/store-error.js';
import { LOG_EVENTS } from '../../src/telemetry/log.js';
import { Metrics } from '../../src/telemetry/metrics.js';
import { commandsIn, unknownIn } from '../support/doc-commands.js';
import { defaults, docPage, missingTests, numbersIn, settingsIn, tablesOf } from '../support/doc-page.js';

const PAGE = docPage('operations');
const TABLES = tablesOf(PAGE);
const SETTINGS = TABLES.filter(({ heading, columns }) => heading === 'Settings' && columns[0] === 'environment');
/** It has no default and no flag, and a section of its own. */
const DESCRIBED = 'UWLR_DATABASE_URL';

const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
const NAME_OF = new Map(Object.entries(SETTING_NAMES).map(([name, variable]) => [variable as string, name]));

describe('the settings in docs/operations.md', () => {
  const rows = SETTINGS.flatMap(({ columns, rows: all }) => all.map((row) => ({ columns, row, settings: settingsIn(row[0] ?? '') })));

  test('are all of them, each in one row', () => {
    expect(rows.flatMap(({ settings }) => settings).sort()).toEqual([...NAME_OF.keys()].filter((name) => name !== DESCRIBED).sort());
    expect(PAGE).toContain(`\`${DESCRIBED}\``);
  });

  test('have the defaults of the code', () => {
    const values = defaults();
    const said = (text: string, value: unknown) => {
      if (typeof value === 'number') return numbersIn(text)[0];
      // Paths stand there as one would type them; no list is an empty cell.
      if (Array.isArray(value)) return text === '' ? value : text;
      return text.startsWith('./') && typeof value === 'string' && value.startsWith('/') ? value : text;
    };
    const wrong = rows
      .filter(({ columns }) => columns[2] === 'default')
      .flatMap(({ row, settings }) => settings.map((setting) => ({ setting, text: row[2] ?? '', value: values.get(setting) })))
      .filter(({ text, value }) => value !== undefined && JSON.stringify(said(text, value)) !== JSON.stringify(value));
    expect(wrong).toEqual([]);
  });

  test('have the flags of the program', async () => {
    const flags = new Set((await buildProgram()).program.options.map(({ long }) => long));
    const named = rows.map(({ columns, row, settings }) => [
      settings,
      columns[1] === 'flag' ? [...(row[1] ?? '').matchAll(/`(--[a-z-]+)`/g)].map(([, flag]) => flag) : [],
    ]);
    const existing = rows.map(({ settings }) => [
      settings,
      settings.map((setting) => flagOf(NAME_OF.get(setting) ?? '')).filter((flag) => flags.has(flag)),
    ]);
    expect(named).toEqual(existing);
  });
});

describe('docs/operations.md', () => {
  test('has each reason that /readyz gives, with its kind', () => {
    const { rows } = TABLES.find(({ columns }) => columns[0]?.includes('/readyz')) ?? { rows: [] };
    const kinds: readonly string[] = STORE_TROUBLES;
    expect(rows.map(([words, kind]) => [words, kind]).sort()).toEqual(
      Object.entries(UNREADY_WORDS)
        .map(([kind, words]) => [words, kinds.includes(kind) ? `\`${kind}\`` : ''])
        .sort(),
    );
  });

  test('names each metric of the gateway, and none that it does not have', async () => {
    const metrics = new Metrics({ messages: 0, bytes: 0, unproven: { messages: 0, bytes: 0 } });
    metrics.watchConnections(() => 0);
    const has = [...(await metrics.page()).toString().matchAll(/^# TYPE (uwlr_\w+)/gm)].map(([, name = '']) => name);
    metrics.close();
    const named = (page: string) => new Set([...page.matchAll(/`(uwlr_[a-z_]+)/g)].map(([, name = '']) => name));
    const here = named(PAGE);
    expect([...here].filter((name) => !has.includes(name))).toEqual([]);
    expect(has.filter((name) => !here.has(name) && !named(docPage('delivery')).has(name))).toEqual([]);
  });

  test('names only lines of the log that there are', () => {
    const named = [...PAGE.matchAll(/(?:the log(?: \S+){0,5}?|the log, |log:|lines?) `([a-z ]+)`|`([a-z ]+)` in the log/g)].map(
      ([, one, other]) => one ?? other ?? '',
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((event) => !(LOG_EVENTS as readonly string[]).includes(event))).toEqual([]);
  });

  test('knows what to do about each trouble that the log or the metrics have', () => {
    const { rows } = TABLES.find(({ heading }) => heading === 'When something is wrong') ?? { rows: [] };
    const left = rows.map(([symptom = '']) => symptom).join('\n');
    const troubles = ['store trouble', 'purge failed', 'purge asks', 'alert not taken', 'log lines lost', 'connections full'];
    expect([...troubles, 'descriptors spent', 'seal failed', 'keys guessed'].filter((event) => !left.includes(`\`${event}\``))).toEqual([]);
  });
});

describe.each(['operations', 'privacy', 'security', 'delivery'])('docs/%s.md', (name) => {
  test('has only commands and options that there are, and tests that are there', () => {
    const commands = commandsIn(docPage(name));
    expect(commands.map(unknownIn).filter((wrong) => wrong !== undefined)).toEqual([]);
    expect(missingTests(docPage(name))).toEqual([]);
  });
});
