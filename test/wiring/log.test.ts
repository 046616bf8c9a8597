import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unknown } from '../../src/admin/refusal.js';
import { ConfigError } from '../../src/config/config-error.js';
import { POSTING } from '../../src/exchange/operations.js';
import { StoreError } from '../../src/store/store-error.js';
import { createLog, LOG_EVENTS, type Log, type LogEvent } from '../../src/telemetry/log.js';
import type { LogFields } from '../../src/telemetry/log-fields.js';
import { XmlError } from '../../src/xml/xml-error.js';

/** An invented pupil. None of this may ever be in a log. */
const PLANTED = ['Sanne Proefkonijn', 'Proefkonijn', '999999990', 'sanne@school.test', 'nep-leerling-001', 'Hoopt op beter'];

function recorded(level: 'error' | 'warn' | 'info' | 'debug' = 'debug'): {
  log: Log;
  text: () => string;
  lines: () => Record<string, unknown>[];
} {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const lines = () =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log: createLog({ level, stream }), text: () => text, lines };
}

function expectClean(text: string): void {
  expect(text).not.toBe('');
  for (const value of PLANTED) expect(text).not.toContain(value);
}

const GOOD: LogFields = {
  exchangeId: '01890a5d-ac96-774b-bcce-b302099a8057',
  party: 'UITGEVER-01',
  school: '99XX-01',
  operation: 'BrengLeerresultaten',
  outcome: 'refused',
  faultCode: 'Client.OngeldigBericht',
  rule: 'UWLR-LR-017',
  version: '2.2',
  durationMs: 12.5,
  bytes: 2600,
  status: 500,
  method: 'POST',
  route: '/api/v1/results/:id',
  count: 3,
  port: 8080,
};

describe('a line', () => {
  test('is one JSON object with time, level, event and the fields', () => {
    const { log, text, lines } = recorded();
    log.warn('exchange', { ...GOOD, faultCode: undefined });
    const { faultCode: _, ...rest } = GOOD;
    expect(lines()).toEqual([{ time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), level: 'warn', event: 'exchange', ...rest }]);
    expect(text().endsWith('\n')).toBe(true);
    expect(text().split('\n')).toHaveLength(2);
  });

  test.each(['BrengLeerresultaten', POSTING, 'HaalLeerlinggegevens'])('of an exchange says that it was %s', (operation) => {
    const { log, lines } = recorded();
    log.info('exchange', { operation });
    expect(lines()).toMatchObject([{ operation }]);
  });

  test('is left out below the level', () => {
    const { log, lines } = recorded('warn');
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level]('exchange');
    expect(lines().map(({ level }) => level)).toEqual(['warn', 'error']);
  });

  test.each(LOG_EVENTS)('can be about: %s', (event) => {
    const { log, lines } = recorded();
    log.info(event);
    expect(lines()[0]).toMatchObject({ event });
  });
});

test('every line is JSON, and holds a value as it is or not at all, whatever the value is', () => {
  const value = fc.oneof(
    fc.string({ unit: fc.constantFrom('"', '\\', '\n', '{', ',', 'a', 'Z', '-', '.', '9', '/', ':', '\u2028', '\ud800') }),
    fc.double(),
    fc.constantFrom(undefined, null, true, 'BrengLeerresultaten', 'SIGDEMO', 'UWLR_PORT', '99XX'),
  );
  const names = [...Object.keys(GOOD), 'setting', 'host', 'target', 'signal', 'nodeVersion', 'policy', 'dataClass', 'auditHead'];
  fc.assert(
    fc.property(fc.constantFrom(...names), value, (name, given) => {
      const { log, lines } = recorded();
      log.info('exchange', { [name]: given } as LogFields);
      expect([undefined, '[redacted]', given === 0 ? 0 : given]).toContainEqual(lines()[0]?.[name]);
      expect(Object.keys(lines()[0] ?? {}).filter((key) => key !== name)).toEqual(['time', 'level', 'event']);
    }),
  );
});

describe('personal data', () => {
  test.each(Object.keys(GOOD))('in the field %s is not written', (field) => {
    for (const value of [
      ...PLANTED.slice(0, 1),
      ...PLANTED.slice(2),
      { name: PLANTED[0] },
      [PLANTED[0]],
      () => PLANTED[0],
      Symbol('Proefkonijn'),
    ]) {
      const { log, text, lines } = recorded();
      // Lower-case words without blanks are what some ids look like; for those the callers pass only known organisations.
      if (field === 'party' && value === 'nep-leerling-001') continue;
      log.info('exchange', { [field]: value } as LogFields);
      expectClean(text());
      expect(lines()[0]).toMatchObject({ [field]: '[redacted]' });
    }
  });

  test('in a field that nobody has registered is not written, nor is the name of the field', () => {
    const { log, text, lines } = recorded();
    log.info('exchange', {
      leerling: PLANTED[0],
      'Sanne Proefkonijn': 1,
      __proto__x: PLANTED[2],
      constructor: PLANTED[3],
    } as unknown as LogFields);
    expectClean(text());
    expect(lines()[0]).toMatchObject({ other: '[redacted]' });
  });

  test('in the text of the line is not written', () => {
    const { log, text, lines } = recorded();
    log.info(`results of ${PLANTED[0]}` as LogEvent);
    log.info({ toString: () => PLANTED[0], message: PLANTED[0] } as unknown as LogEvent);
    expectClean(text());
    expect(lines().map(({ event }) => event)).toEqual(['[redacted]', '[redacted]']);
  });

  test('with a format specifier is not written either', () => {
    const { log, text } = recorded();
    (log.info as (...parameters: unknown[]) => void)('exchange %s', { count: 1 }, PLANTED[0]);
    expectClean(text());
  });

  test.each([
    ['its message', () => new Error(`no such learner: ${PLANTED[0]}`)],
    ['its message, with lines like frames', () => new Error(`x\n    at ${PLANTED[1]} (/${PLANTED[4]}/a.js:1:1)\n    at y`)],
    ['its name', () => Object.assign(new Error('x'), { name: PLANTED[0] })],
    ['its code', () => Object.assign(new Error('x'), { code: PLANTED[4] })],
    ['a property', () => Object.assign(new Error('x'), { detail: PLANTED[0], row: { name: PLANTED[0] } })],
    ['its cause', () => new Error('x', { cause: new TypeError(PLANTED[0]) })],
    ['the cause of one of ours', () => new StoreError('failed', 'table results', { cause: new Error(PLANTED[0]) })],
    ['a cause that is no error', () => new Error('x', { cause: PLANTED[0] })],
    ['a set of errors', () => new AggregateError([new Error(PLANTED[0])], PLANTED[0])],
    [
      'a stack that was put together',
      () => Object.assign(new Error('x'), { stack: `Error: ${PLANTED[0]}\n    at ${PLANTED[0]} (a b:1:1)` }),
    ],
    ['no error at all', () => PLANTED[0]],
    ['an object', () => ({ message: PLANTED[0], name: PLANTED[0] })],
    ['an error of JSON', () => parseFailure(`{"naam": ${PLANTED[0]}}`)],
  ])('in an error is not written: %s', (_, make) => {
    const { log, text, lines } = recorded();
    log.error('request failed', { error: make() });
    expectClean(text());
    expect(JSON.stringify(lines()[0])).toContain('[redacted]');
  });

  function parseFailure(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      return error;
    }
  }
});

describe('an error', () => {
  test('keeps its name, its code, and where it came from', () => {
    const { log, lines } = recorded();
    log.error('request failed', { error: Object.assign(new RangeError('secret'), { code: 'ERR_OUT_OF_RANGE' }) });
    const { error } = lines()[0] as { error: { stack: string[] } };
    expect(error).toMatchObject({ name: 'RangeError', code: 'ERR_OUT_OF_RANGE', message: '[redacted]' });
    expect(error.stack[0]).toContain('log.test.ts');
  });

  test.each([
    new XmlError('not-well-formed', 'text too long', 3, 7),
    new StoreError('busy', 'table results is locked'),
    new ConfigError('UWLR_PORT', 'must be a whole number'),
    unknown('there is no school 99XX'),
  ])('of our own keeps its words: $name', (error) => {
    const { log, lines } = recorded();
    log.error('request failed', { error });
    expect(lines()[0]).toMatchObject({ error: { name: error.name, code: error.code, message: error.message } });
  });

  test('that src defines is one of our own, so that none has to be listed', async () => {
    const src = path.resolve('src');
    const files = (await readdir(src, { recursive: true })).filter((file) => file.endsWith('.ts'));
    const texts = await Promise.all(files.map((file) => readFile(path.join(src, file), 'utf8')));
    const bases = texts.flatMap((text) => [
      ...text.matchAll(/^(?:export )?(?:abstract )?class \w{1,40}(?:<[^>]{1,60}>)? extends (\w{0,40}Error)\b/gm),
    ]);
    expect(bases.length).toBeGreaterThan(25);
    expect(bases.map(([, base]) => base).filter((base) => base !== 'OwnError')).toEqual(['Error']);
  });

  test('that goes round in circles comes to an end', () => {
    const { log, lines } = recorded();
    const error = new Error('x');
    error.cause = error;
    log.error('request failed', { error });
    expect(lines()).toHaveLength(1);
  });
});
