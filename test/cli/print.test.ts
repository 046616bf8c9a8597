import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { moment } from '../../src/cli/terminal/arguments.js';
import { localTime } from '../../src/cli/terminal/local-time.js';
import { note, print, printJson, printTable } from '../../src/cli/terminal/print.js';

const { write } = process.stdout;
const { write: complain } = process.stderr;
let printed = '';
let columns: string | undefined;

beforeEach(() => {
  printed = '';
  columns = process.env['COLUMNS'];
  delete process.env['COLUMNS'];
  process.stdout.write = process.stderr.write = ((text: string) => {
    printed += text;
    return true;
  }) as typeof write;
});

afterEach(() => {
  process.stdout.write = write;
  process.stderr.write = complain;
  if (columns !== undefined) process.env['COLUMNS'] = columns;
  else delete process.env['COLUMNS'];
});

describe('a time on the command line', () => {
  test.each([
    ['2026-11-30T07:15:02.123Z', '2026-11-30T08:15:02+01:00'],
    ['2026-07-01T22:30:00Z', '2026-07-02T00:30:00+02:00'],
    ['2026-10-25T00:59:59.999Z', '2026-10-25T02:59:59+02:00'],
    ['2026-10-25T01:00:00.000Z', '2026-10-25T02:00:00+01:00'],
  ])('is local, with its offset: %s', (instant, local) => {
    expect(localTime(instant)).toBe(local);
  });

  test('can be given back as it was shown', () => {
    for (const instant of ['2026-11-30T07:15:02.000Z', '2026-07-01T22:30:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'])
      expect(moment(localTime(instant))).toBe(instant);
  });

  test('is so in every line for people, and stays UTC in JSON', () => {
    print('valid until 2026-11-30T07:15:02.123Z.');
    note('since 2026-07-01T22:30:00Z');
    printTable(['AT'], [['2026-11-30T07:15:02.123Z']], '');
    printJson({ at: '2026-11-30T07:15:02.123Z' });
    expect(printed).toBe(
      'valid until 2026-11-30T08:15:02+01:00.\nsince 2026-07-02T00:30:00+02:00\nAT\n2026-11-30T08:15:02+01:00\n{"at":"2026-11-30T07:15:02.123Z"}\n',
    );
  });
});

test('what others put into a name or text moves no cursor, turns no direction and breaks no table', () => {
  print('a\u001b[31mb\u009b2J');
  note('a\u202eb\u0007');
  printTable(['NAME'], [['two\nlines\r\u001b[1A']], '');
  print('two\nlines');
  expect(printed).toBe('a\ufffd[31mb\ufffd2J\na\ufffdb\ufffd\nNAME\ntwo lines\ufffd\ufffd[1A\ntwo\nlines\n');
});

describe('a table', () => {
  const head = ['RECEIVED', 'ID', 'OPERATION', 'PARTY', 'OUTCOME', 'RESULTS'];
  const id = '01a201c4-4e47-7e97-a80c-04ee20c734f5';
  const rows = [
    ['2026-11-30T07:15:02.123Z', id, 'BrengLeerresultaten', 'REKENEN-OP-MAAT', 'accepted', '14'],
    ['2026-11-30T07:15:03.123Z', id, 'HaalLeerlinggegevens', '', 'refused: key-revoked', '0'],
  ];

  test('has a line for each row when it goes to another program', () => {
    printTable(head, rows, 'None.');
    expect(printed.trimEnd().split('\n')).toHaveLength(3);
  });

  test('fits 80 columns, with every id whole and every column under its head', () => {
    process.env['COLUMNS'] = '80';
    printTable(head, rows, 'None.');
    expect(printed).toBe(
      [
        'RECEIVED                   ID',
        '    OPERATION             PARTY            OUTCOME               RESULTS',
        `2026-11-30T08:15:02+01:00  ${id}`,
        '    BrengLeerresultaten   REKENEN-OP-MAAT  accepted              14',
        `2026-11-30T08:15:03+01:00  ${id}`,
        '    HaalLeerlinggegevens                   refused: key-revoked  0',
        '',
      ].join('\n'),
    );
  });
});
