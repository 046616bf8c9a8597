import { describe, expect, test } from '@jest/globals';
import { type Dropped, Workload } from '../../src/exchange/workload.js';

const [HERE, THERE] = [{ address: '192.0.2.1' }, { address: '198.51.100.7' }];

/** A gateway with room for four proven messages of 100 bytes together, and for three strangers. */
function workload() {
  const counted: Dropped[] = [];
  const unproven = { messages: 3, perAddress: 2, bytes: 50, seconds: 2 };
  const one = new Workload({ messages: 4, bytes: 100, unproven, dropped: (why) => counted.push(why) });
  const dropped: string[] = [];
  const enter = (name: string, caller = {}) => one.enter(caller, (why) => dropped.push(`${name} ${why}`));
  return { one, enter, dropped, counted };
}

describe('strangers', () => {
  test('push out each other, the one that has been there longest first, and never who proved itself', () => {
    const { one, enter, dropped, counted } = workload();
    const vendor = enter('vendor');
    expect(vendor.prove('REKENEN')).toBe(true);
    for (const name of ['a', 'b', 'c', 'd', 'e']) enter(name);
    expect(dropped).toEqual(['a unproven', 'b unproven']);
    expect(counted).toEqual(['unproven', 'unproven']);
    expect([one.messages, one.unproven.messages]).toEqual([1, 3]);
  });

  test('of one address push out their own, however much room there is', () => {
    const { enter, dropped } = workload();
    enter('other', THERE);
    for (const name of ['a', 'b', 'c']) enter(name, HERE);
    expect(dropped).toEqual(['a unproven']);
  });

  test('of the address that has the most push out their own before those of others, however long these take', () => {
    const { enter, dropped } = workload();
    const slow = enter('slow vendor', THERE);
    for (const name of ['a', 'b']) enter(name, HERE);
    enter('newcomer');
    expect(dropped).toEqual(['a unproven']);
    expect(slow.prove('REKENEN')).toBe(true);
  });

  test('of the address that has the most bytes are dropped first when there are too many bytes', () => {
    const { one, enter, dropped } = workload();
    const [slow, first, second] = [enter('slow vendor', THERE), enter('first', HERE), enter('second')];
    expect([slow.grow(2), first.grow(30), second.grow(20)]).toEqual([true, true, true]);
    expect([dropped, one.unproven.bytes]).toEqual([['first unproven'], 22]);
    expect(slow.prove('REKENEN')).toBe(true);
  });

  test('make room for one that is all there, which takes no place itself', () => {
    const { one, enter, dropped } = workload();
    for (const name of ['a', 'b']) enter(name, HERE);
    one.makeRoom(HERE);
    enter('c', HERE);
    one.makeRoom(THERE);
    expect([dropped, one.unproven.messages]).toEqual([['a unproven'], 2]);
  });

  test('keep their order where others of them leave, from the middle and from both ends', () => {
    const { one, enter, dropped } = workload();
    const [a, b] = [enter('a'), enter('b'), enter('c')];
    b.done();
    enter('d');
    a.done();
    const e = enter('e');
    e.done();
    e.done();
    for (const name of ['f', 'g', 'h']) enter(name);
    expect([dropped, one.unproven.messages]).toEqual([['c unproven', 'd unproven'], 3]);
  });

  test('hold no more bytes together than there is room for', () => {
    const { one, enter, dropped } = workload();
    const [first, second] = [enter('first'), enter('second')];
    expect([first.grow(30), second.grow(20)]).toEqual([true, true]);
    expect(second.grow(1)).toBe(true);
    expect([dropped, one.unproven.bytes]).toEqual([['first unproven'], 21]);
    expect([second.grow(50), first.grow(1), first.prove('REKENEN')]).toEqual([false, false, false]);
    expect([one.unproven.messages, one.unproven.bytes, one.messages]).toEqual([0, 0, 0]);
  });

  test('have so many seconds to prove themselves', () => {
    const { one, enter, dropped } = workload();
    enter('early');
    one.unproven.tick();
    enter('later');
    enter('proven').prove('REKENEN');
    enter('gone').done();
    one.unproven.tick();
    expect(dropped).toEqual([]);
    one.unproven.tick();
    expect(dropped).toEqual(['early late']);
    one.unproven.tick();
    expect(dropped).toEqual(['early late', 'later late']);
  });
});

describe('a party', () => {
  test('leaves as many places as it has, and there is always one for another', () => {
    const { one } = workload();
    const first = [one.admit('REKENEN'), one.admit('REKENEN'), one.admit('REKENEN')];
    expect(first.map((work) => work !== undefined)).toEqual([true, true, false]);
    expect([one.admit('TAAL'), one.admit('TAAL')].map((work) => work !== undefined)).toEqual([true, false]);
    expect(one.admit('MUZIEK')).toBeDefined();
    expect(one.admit('GYM')).toBeUndefined();
    first[0]?.done();
    first[0]?.done();
    expect(one.messages).toBe(3);
    expect(one.admit('GYM')).toBeDefined();
  });

  test('leaves as many bytes as it has; its only message may have what is there', () => {
    const { one } = workload();
    const [mine, more, other] = [one.admit('REKENEN'), one.admit('REKENEN'), one.admit('TAAL')];
    expect([mine?.grow(30), more?.grow(20), more?.grow(1)]).toEqual([true, true, false]);
    expect([other?.grow(50), other?.grow(1)]).toEqual([true, false]);
    for (const work of [mine, more, other]) work?.done();
    expect([one.bytes, one.messages]).toEqual([0, 0]);
  });

  test('alone has room for a message of any size', () => {
    const { one, enter } = workload();
    const work = enter('vendor');
    work.grow(20);
    expect([work.prove('REKENEN'), work.grow(1000), one.bytes, one.unproven.bytes]).toEqual([true, true, 1020, 0]);
    work.done();
    expect([one.bytes, one.unproven.messages]).toEqual([0, 0]);
  });
});
