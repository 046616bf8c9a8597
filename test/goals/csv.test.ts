import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvLine, readCsv, UnfitCsv } from '../../src/goals/csv.js';

describe('CSV', () => {
  test.each([
    ['commas', 'code,goal\nKLOK,bk:1\n'],
    ['semicolons, as a Dutch spreadsheet writes it', 'code;goal\r\nKLOK;bk:1\r\n'],
    ['tabs', 'code\tgoal\nKLOK\tbk:1'],
    ['a line that names the separator', 'sep=;\r\ncode;goal\r\nKLOK;bk:1\r\n'],
    ['quotes', '"code","goal"\n"KLOK","bk:1"\n'],
    ['line breaks of old', 'code,goal\rKLOK,bk:1\r'],
  ])('is read with %s', (_what, text) => {
    const { head, rows } = readCsv(text);
    expect([head, rows.map(({ cells }) => cells)]).toEqual([['code', 'goal'], [['KLOK', 'bk:1']]]);
  });

  test('may have separators, quotes and line breaks in quotes, and tells on which line a row begins', () => {
    const { rows } = readCsv('a,b\n"x, ""y""\nz",1\n\n2,\n');
    expect(rows).toEqual([
      { line: 2, cells: ['x, "y"\nz', '1'] },
      { line: 5, cells: ['2', ''] },
    ]);
  });

  test.each([
    ['a quote that is never closed', 'a,b\n1,"2\n', 2],
    ['text after a closing quote', 'a,b\n1,"2"3\n', 2],
    ['more cells than the head has', 'a,b\n\n1,2,3\n', 3],
    ['nothing at all', '', 1],
  ])('with %s is refused with its line', (_what, text, line) => {
    expect(() => readCsv(text)).toThrow(UnfitCsv);
    try {
      readCsv(text);
    } catch (error) {
      expect((error as UnfitCsv).line).toBe(line);
    }
  });

  test('gives no spreadsheet a formula, and reads back what was written', () => {
    expect(csvLine(['=1+1', '@x', '-5', "'=", 'plain'])).toBe("'=1+1,'@x,'-5,''=,plain\r\n");
    const cell = fc.oneof(fc.string(), fc.constantFrom('=A1', "'=A1", "''+", ' x', 'a;b', 'a\tb', '"', 'a\r\nb', "'x"));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
        const row = ['x', ...cells];
        const head = row.map((_, at) => `kop${at}`);
        expect(readCsv(csvLine(head) + csvLine(row)).rows.map(({ cells: read }) => read)).toEqual([row]);
      }),
    );
  });
});
