import { describe, expect, test } from '@jest/globals';
import { MOST_BYTES as MOST_BODY_BYTES } from '../../src/api/http/read-body.js';
import { KEPT } from '../../src/exchange/exchange-log.js';
import { ENOUGH_ERRORS } from '../../src/exchange/front/message-intake.js';
import { RECORDS_PER_MINUTE } from '../../src/exchange/front/unproven-refusals.js';
import { MOST_POSTED_BYTES } from '../../src/exchange/intake/post-results.js';
import { ENOUGH_ERRORS as ENOUGH_POSTED_ERRORS } from '../../src/exchange/intake/read-posted.js';
import { ALARM, PER_ADDRESS } from '../../src/exchange/limits/guard.js';
import { UNPROVEN_BYTES, UNPROVEN_LIMITS } from '../../src/exchange/limits/unproven-pool.js';
import { FEWEST_BYTES, FREE_PIECES } from '../../src/gateway/connections/body-pace.js';
import { RESERVED } from '../../src/gateway/connections/descriptors.js';
import { REQUEST_BOUNDS } from '../../src/gateway/connections/request-bounds.js';
import { MOST_WAITING as MOST_WAITING_REQUESTS } from '../../src/gateway/connections/request-turns.js';
import { HANDSHAKE_MS } from '../../src/gateway/listener.js';
import { callLimits } from '../../src/soap/client/client-options.js';
import { AHEAD_BYTES, DEFAULT_BODY_LIMITS } from '../../src/soap/endpoint/body.js';
import { LEAST_PIECE_BYTES, PROVEN, STRANGER } from '../../src/soap/endpoint/drain.js';
import { MOST_BEFORE_ROOT, MOST_HEADERS } from '../../src/soap/endpoint/multipart.js';
import { MOST_PARTS } from '../../src/soap/envelope/envelope-reader.js';
import { PIECE } from '../../src/soap/envelope/read-envelope.js';
import { MOST_BRIEF } from '../../src/store/tables/exchanges/insert-exchange.js';
import { MOST_WAITING as MOST_WAITING_BYTES } from '../../src/telemetry/log.js';
import { MOST_FINDINGS } from '../../src/uwlr/findings.js';
import { FREE_REMARKS, REMARKS_PER_ELEMENT } from '../../src/uwlr/grammar/decoder.js';
import { DEFAULT_XML_LIMITS } from '../../src/xml/limits.js';
import { MOST_LASTING, MOST_OWN } from '../../src/xml/tokenizer-names.js';
import { defaults, docPage, missingTests, numbersIn, settingsIn, tablesOf, testsIn } from '../support/doc-page.js';

const PAGE = docPage('security');
const TABLES = tablesOf(PAGE);
const THREATS = TABLES.filter(({ columns }) => columns[0] === 'threat');
const BOUNDS = TABLES.filter(({ columns }) => columns[0] === 'bound');
const KINDS = ['spoofing', 'tampering', 'repudiation', 'disclosure', 'denial of service', 'elevation'];
const SETTINGS = defaults();

const { prefixes, attributes, depth, text, name, references } = DEFAULT_XML_LIMITS;
/** The numbers of a bound, by the beginning of its row. Those that are settings are not in here. */
const FIXED: Readonly<Record<string, readonly number[]>> = {
  'time for the head': [REQUEST_BOUNDS.headersTimeout / 1000],
  'time for the handshake': [HANDSHAKE_MS / 1000],
  'head of a request': [REQUEST_BOUNDS.maxHeaderSize],
  'whole request': [REQUEST_BOUNDS.requestTimeout / 1000],
  'time without a request': [REQUEST_BOUNDS.keepAliveTimeout / 1000],
  'pieces (chunks)': [FREE_PIECES, FEWEST_BYTES],
  'requests that wait': [MOST_WAITING_REQUESTS],
  'what is still read': [STRANGER.bytes, STRANGER.ms / 1000, LEAST_PIECE_BYTES, PROVEN.bytes, PROVEN.ms / 1000],
  'decoded bytes of results posted': [MOST_POSTED_BYTES],
  'decoded bytes of an answer': [callLimits({}).maxBytes],
  'body of another REST request': [MOST_BODY_BYTES],
  'errors in results posted': [ENOUGH_POSTED_ERRORS],
  'decoded bytes for each': [DEFAULT_BODY_LIMITS.ratio],
  'compressed bytes that': [AHEAD_BYTES],
  'bytes before the root part': [MOST_BEFORE_ROOT, MOST_HEADERS],
  'elements open': [depth],
  'attributes on an element': [attributes],
  'namespace declarations': [prefixes],
  'characters in the text': [text],
  'different names': [MOST_OWN],
  'characters in a name': [name],
  'character references': [references],
  'children of the envelope': [MOST_PARTS],
  'errors in the message': [ENOUGH_ERRORS, PIECE],
  deviations: [FREE_REMARKS, REMARKS_PER_ELEMENT],
  'stored findings': [MOST_FINDINGS, MOST_FINDINGS, MOST_FINDINGS, KEPT],
};
const count = (number: number) => number.toLocaleString('en');
const size = (bytes: number) => (bytes % 1024 ** 2 === 0 ? `${bytes / 1024 ** 2} MiB` : `${bytes / 1024} KiB`);

describe('docs/security.md', () => {
  test('names only tests that are there', () => {
    expect(testsIn(PAGE).length).toBeGreaterThan(60);
    expect(missingTests(PAGE)).toEqual([]);
  });

  test('has for every threat what kind it is of, what is done about it, and a test', () => {
    expect(THREATS.length).toBe(5);
    const rows = THREATS.flatMap((table) => table.rows);
    expect(rows.length).toBeGreaterThan(50);
    const incomplete = rows.filter(
      ([threat = '', done = '', shown = '', ...more]) =>
        !(threat.split(':')[0] ?? '').split(', ').every((kind) => KINDS.includes(kind)) ||
        done === '' ||
        !/^`test\/[^`]+`(?:, `test\/[^`]+`)*$/.test(shown) ||
        more.length > 0,
    );
    expect(incomplete).toEqual([]);
  });

  test('has the default of every setting that is a number, wherever it names one', () => {
    const wrong: unknown[] = [];
    const check = (row: readonly string[], setting: string, said: number | undefined) => {
      if (said !== SETTINGS.get(setting)) wrong.push({ row: row[0], setting, said, default: SETTINGS.get(setting) });
    };
    const unknown = settingsIn(PAGE).filter((setting) => setting !== 'UWLR_AUDIT' && !SETTINGS.has(setting));
    for (const row of THREATS.flatMap((table) => table.rows)) {
      for (const setting of settingsIn(row.join(' '))) {
        if (typeof SETTINGS.get(setting) !== 'number') continue;
        const [, said = ''] = new RegExp(`\`${setting}\` \\(([^)]+)\\)`).exec(row.join(' ')) ?? [];
        check(row, setting, numbersIn(said)[0]);
      }
    }
    for (const row of BOUNDS.flatMap((table) => table.rows)) {
      for (const setting of settingsIn(row.join(' '))) check(row, setting, numbersIn(row[1] ?? '')[0]);
    }
    expect({ wrong, unknown }).toEqual({ wrong: [], unknown: [] });
  });

  test('has every bound that has no setting as it is in the code', () => {
    expect(BOUNDS.length).toBe(2);
    const fixed = BOUNDS.flatMap((table) => table.rows).filter((row) => settingsIn(row.join(' ')).length === 0);
    const expected = (title: string) => Object.entries(FIXED).find(([begin]) => title.startsWith(begin))?.[1];
    expect(fixed.map(([title = '', said = '']) => [title, numbersIn(said)])).toEqual(fixed.map(([title = '']) => [title, expected(title)]));
    expect(fixed).toHaveLength(Object.keys(FIXED).length);
  });

  test('has the other numbers that it names as they are in the code', () => {
    const phrases = [
      `${RESERVED} fewer than the process may have files open`,
      `${size(UNPROVEN_LIMITS.bytes)} together`,
      `within ${UNPROVEN_LIMITS.seconds} seconds and the first ${size(UNPROVEN_BYTES)}`,
      `${RECORDS_PER_MINUTE} a minute and ${count(MOST_BRIEF)} in all`,
      `plus ${size(AHEAD_BYTES)}`,
      `${PER_ADDRESS} times that`,
      `${ALARM} times that`,
      `at most ${count(MOST_LASTING)}`,
      `at most ${size(MOST_WAITING_BYTES)}`,
    ];
    expect(phrases.filter((phrase) => !PAGE.includes(phrase))).toEqual([]);
  });
});
