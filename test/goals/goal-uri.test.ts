import { expect, test } from '@jest/globals';
import { goalUri } from '../../src/goals/goal-uri.js';

const UUID = '30789c91-5b39-4780-98f3-a1bd6af2d808';
const URI = `https://opendata.slo.nl/curriculum/uuid/${UUID}`;

test.each([
  UUID,
  UUID.toUpperCase(),
  ` ${UUID} `,
  `bk:${UUID}`,
  `BK:${UUID.toUpperCase()}`,
  URI,
  `${URI}/`,
  `${URI}//`,
  `http://opendata.slo.nl/curriculum/uuid/${UUID}`,
  `HTTPS://OpenData.SLO.nl/Curriculum/UUID/${UUID.toUpperCase()}`,
  `http://purl.edustandaard.nl/begrippenkader/${UUID}`,
  `https://purl.edustandaard.nl/begrippenkader/${UUID}/`,
  `http://purl.edustandaard.nl/concept/${UUID}`,
  `https://opendata.slo.nl/curriculum/api-acpt/v1/uuid/${UUID}`,
])('%s is the same goal as any other way of writing it', (written) => {
  expect(goalUri(written)).toBe(URI);
});

test('a URI of somebody else keeps its path, with host and UUID in small letters', () => {
  expect(goalUri('http://Doelen.Voorbeeld/Sets/A/')).toBe('http://doelen.voorbeeld/Sets/A');
  expect(goalUri(`https://doelen.voorbeeld/X/${UUID.toUpperCase()}`)).toBe(`https://doelen.voorbeeld/X/${UUID}`);
  expect(goalUri('URN:doelen:A1')).toBe('urn:doelen:A1');
});

test.each([
  '',
  'RW.1.067',
  'PO Kerndoel 33',
  'bk:RW.1',
  'ftp://doelen.voorbeeld/1',
  `${UUID}0`,
  `https://doelen.voorbeeld/${'a'.repeat(2000)}`,
])('a code or another text is no URI: %#', (written) => {
  expect(goalUri(written)).toBeUndefined();
});
