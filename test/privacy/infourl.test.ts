import { describe, expect, test } from '@jest/globals';
import { type InfourlRule, reduceInfourl } from '../../src/privacy/minimise/infourl.js';

const HOSTS: InfourlRule = { keep: 'hosts', hosts: ['ea.example', 'ea.example:8443'] };
const ID = 'LL-0001';

test('nothing is kept when an agreement lets nothing through', () => {
  expect(reduceInfourl('https://ea.example/', { keep: 'none' }, ID)).toEqual({ stripped: 'infourl-withheld' });
});

describe('with a list of hosts', () => {
  test.each([
    ['https://ea.example/toets/9', 'https://ea.example/toets/9'],
    ['http://ea.example/', 'http://ea.example/'],
    ['https://ea.example', 'https://ea.example/'],
    ['https://ea.example:8443/x', 'https://ea.example:8443/x'],
  ])('%s is kept', (url, kept) => expect(reduceInfourl(url, HOSTS, ID)).toEqual({ url: kept }));

  test.each([
    ['https://ea.example/toets?leerling=LL-0001&token=geheim', 'https://ea.example/toets'],
    ['https://ea.example/toets#LL-0001', 'https://ea.example/toets'],
    ['https://LL-0001:geheim@ea.example/toets', 'https://ea.example/toets'],
    ['https://ea.example/toets;jsessionid=geheim/a;b=c', 'https://ea.example/toets/a'],
    ['https://EA.example/a/../toets', 'https://ea.example/toets'],
    ['https://ea.example:443/toets', 'https://ea.example/toets'],
  ])('%s is reduced', (url, kept) => expect(reduceInfourl(url, HOSTS, ID)).toEqual({ url: kept, stripped: 'infourl-query' }));

  test.each([
    'https://ea.example.evil.example/',
    'https://evil.example/ea.example',
    'https://sub.ea.example/',
    'https://ea.example:444/',
    'https://ea.example@evil.example/',
    'https://evil.example\\@ea.example/',
  ])('%s is not of a host on the list', (url) => expect(reduceInfourl(url, HOSTS, ID)).toEqual({ stripped: 'infourl-host' }));

  test.each([
    'https://ea.example/leerling/LL-0001',
    'https://ea.example/leerling/x-ll-0001-y',
    'https://ea.example/leerling/LL%2D0001',
    'https://ea.example/leerling/LL%252d0001/toets?x=1',
    'https://ea.example/toets;id=LL-0001',
  ])('%s holds the pupil, so nothing of it is kept', (url) =>
    expect(reduceInfourl(url, HOSTS, ` ${ID}\n`)).toEqual({ stripped: 'infourl-learner' }),
  );

  test('a short key of a pupil counts as a whole segment only', () => {
    expect(reduceInfourl('https://ea.example/leerling/7/toets', HOSTS, '7')).toEqual({ stripped: 'infourl-learner' });
    expect(reduceInfourl('https://ea.example/toets/17', HOSTS, '7')).toEqual({ url: 'https://ea.example/toets/17' });
  });

  test('a pupil without key cannot be in it', () => {
    expect(reduceInfourl('https://ea.example/toets', HOSTS, undefined)).toEqual({ url: 'https://ea.example/toets' });
  });
});

describe('with everything open', () => {
  test('a link is kept as sent', () => {
    const url = 'https://elders.example/x?leerling=LL-0001#a';
    expect(reduceInfourl(url, { keep: 'all' }, ID)).toEqual({ url });
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ea.example/toets',
    '//ea.example/toets',
    'https://',
    'geen url',
    ' ',
  ])('%j is no link to a page, so it is never kept', (url) => {
    expect(reduceInfourl(url, { keep: 'all' }, ID)).toEqual({ stripped: 'infourl-scheme' });
    expect(reduceInfourl(url, HOSTS, ID)).toEqual({ stripped: 'infourl-scheme' });
  });
});
