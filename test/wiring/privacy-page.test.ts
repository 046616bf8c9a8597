import { describe, expect, test } from '@jest/globals';
import { CLASS_TERMS } from '../../src/privacy/data-class.js';
import { FEW_ROWS, UNUSUAL_DAYS, USUAL_SHARE } from '../../src/retention/purge-guard.js';
import { NOTICE_DAYS } from '../../src/rights/erase-learner.js';
import { MOST_BRIEF } from '../../src/store/tables/exchanges/insert-exchange.js';
import { docPage, numbersIn, tablesOf, testsIn } from '../support/doc-page.js';

const PAGE = docPage('privacy');

describe('docs/privacy.md', () => {
  test('names a test in every section that promises something', () => {
    const sections = PAGE.split(/^(?=## )/m).slice(1);
    const promisesNothing = ['Limits of roles'];
    const untested = sections.filter((section) => testsIn(section).length === 0).map((section) => section.slice(3, section.indexOf('\n')));
    expect(untested.filter((title) => !promisesNothing.some((begin) => title.startsWith(begin)))).toEqual([]);
  });

  test('has each class of data, with the term of the code', () => {
    const { rows } = tablesOf(PAGE).find(({ columns }) => columns[0] === 'class') ?? { rows: [] };
    expect(rows.map(([name = '', , term = '']) => [name.replaceAll('`', ''), numbersIn(term)[0]]).sort()).toEqual(
      Object.entries(CLASS_TERMS)
        .map(([name, { days }]) => [name, days])
        .sort(),
    );
  });

  test('has the other numbers that it names as they are in the code', () => {
    const phrases = [
      `more than ${UNUSUAL_DAYS} days after the last purge`,
      `more than ${USUAL_SHARE * 100}% of the rows of a class of a school, and more than ${FEW_ROWS} rows`,
      `for ${NOTICE_DAYS} days`,
      `at most the last ${MOST_BRIEF.toLocaleString('en')}`,
    ];
    expect(phrases.filter((phrase) => !PAGE.includes(phrase))).toEqual([]);
  });
});
