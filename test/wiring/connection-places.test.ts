import { describe, expect, test } from '@jest/globals';
import { Connection } from '../../src/gateway/connections/connection.js';
import { ConnectionPlaces } from '../../src/gateway/connections/connection-places.js';
import type { CutKind } from '../../src/telemetry/metrics.js';

/** Connections that say whether they were closed, and places for them. */
function furnished(total: number, perOrigin = 0) {
  const cuts: CutKind[] = [];
  const places = new ConnectionPlaces({ total, perOrigin, cut: (by) => cuts.push(by) });
  const closed: string[] = [];
  const open = (name: string, origin: string) => {
    const connection = new Connection({ destroy: () => closed.push(name) } as never, origin);
    places.take(connection);
    return connection;
  };
  const proven = (name: string, origin: string) => {
    const connection = open(name, origin);
    places.proved(connection);
    return connection;
  };
  return { places, cuts, closed, open, proven };
}

const BUSY = {} as NonNullable<Connection['answering']>;

describe('when all places are taken', () => {
  test('a newcomer gets that of the oldest of whoever has most, and not of somebody who has few', () => {
    const { places, cuts, closed, open } = furnished(4);
    open('vendor', 'v');
    for (const name of ['a1', 'a2', 'a3', 'a4']) open(name, 'a');
    open('another', 'w');
    expect(closed).toEqual(['a1', 'a2']);
    expect(cuts).toEqual(['pressure', 'pressure']);
    expect(places.open).toBe(4);
  });

  test('whoever proved who it is stays, though strangers come from the same place and go on coming', () => {
    const { closed, open, proven } = furnished(3);
    proven('vendor', '');
    for (let n = 0; n < 100; n++) open(`stranger ${n}`, '');
    expect(closed).toHaveLength(98);
    expect(closed).not.toContain('vendor');
  });

  test('of those who proved it, one that asks nothing is given up, that which was idle for the longest', () => {
    const { places, closed, open, proven } = furnished(3);
    const [one, two, three] = ['one', 'two', 'three'].map((name) => proven(name, 'v')) as [Connection, Connection, Connection];
    one.answering = BUSY;
    places.rested(two);
    open('newcomer', 'w');
    expect(closed).toEqual(['three']);
    expect([...places].map(({ origin }) => origin)).toEqual(['v', 'v', 'w']);
    places.release(three);
    expect(places.open).toBe(3);
  });

  test('and all are at work for somebody, the newcomer is not taken', () => {
    const { places, cuts, closed, open, proven } = furnished(2);
    for (const name of ['one', 'two']) proven(name, 'v').answering = BUSY;
    open('newcomer', 'w');
    expect([closed, cuts, places.open]).toEqual([['newcomer'], ['full'], 2]);
  });

  test('and one closes of itself, there is room again', () => {
    const { places, closed, open } = furnished(1);
    places.release(open('one', 'a'));
    open('two', 'b');
    expect([closed, places.open]).toEqual([[], 1]);
  });
});

describe('when an address has all that it may have', () => {
  test('its own oldest makes room', () => {
    const { cuts, closed, open } = furnished(10, 2);
    open('other', 'b');
    for (const name of ['a1', 'a2', 'a3']) open(name, 'a');
    expect([closed, cuts]).toEqual([['a1'], ['address']]);
  });

  test('it has no more, also when it proved who it is', () => {
    const { cuts, closed, proven, open } = furnished(10, 2);
    for (const name of ['a1', 'a2']) proven(name, 'a').answering = BUSY;
    open('a3', 'a');
    expect([closed, cuts]).toEqual([['a3'], ['full']]);
  });

  test('that says nothing for those of whom the address says nothing: behind a proxy may be anybody', () => {
    const { closed, open } = furnished(10, 2);
    for (const name of ['1', '2', '3', '4']) open(name, '');
    expect(closed).toEqual([]);
  });
});

test('for want of descriptors the oldest strangers go first, and nobody who is at work', () => {
  const { places, cuts, closed, open, proven } = furnished(10);
  proven('busy', 'v').answering = BUSY;
  proven('idle', 'v');
  for (const name of ['a1', 'a2']) open(name, 'a');
  places.shed(2);
  expect(closed).toEqual(['a1', 'a2']);
  places.shed(2);
  expect(closed).toEqual(['a1', 'a2', 'idle']);
  expect(cuts).toEqual(['descriptors', 'descriptors', 'descriptors']);
});
