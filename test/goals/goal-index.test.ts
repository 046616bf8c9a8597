import { describe, expect, test } from '@jest/globals';
import { exampleDocument, indexOf, read, small } from './support.js';

const KLOK = 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808';
const KERNDOEL = 'https://opendata.slo.nl/curriculum/uuid/d4b16fc2-8c8a-46ae-956c-d5cdfc6ff03d';
const EXAMPLE = 'https://doelen.voorbeeld/sets/rekenen-meten/1';
const uri = (set: string, id: string): string => `https://doelen.voorbeeld/${set}/${id}`;

describe('a goal is found', () => {
  const index = indexOf([read(exampleDocument())]);

  test.each(['30789C91-5b39-4780-98f3-a1bd6af2d808', 'bk:30789c91-5b39-4780-98f3-a1bd6af2d808', `${KLOK}/`, KLOK.replace('https', 'http')])(
    'as %s, with the set and version that it is of',
    (written) => {
      expect(index.resolve(written)).toEqual({ goal: KLOK, set: 'voorbeeld-rekenen-meten', setVersion: '1', setSeq: 1, via: 'uri' });
    },
  );

  test('by a bare UUID also when its set publishes it elsewhere than SLO', () => {
    const own = 'https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-000000000001';
    expect(index.resolve('bk:0b9f1d2e-0000-4000-8000-000000000001')).toMatchObject({ goal: own, via: 'uri' });
    expect(index.resolve(own.replace('https', 'http'))).toMatchObject({ goal: own });
  });

  test('by its code only together with the URI of its set', () => {
    expect(index.resolve('RW.1.067')).toBeUndefined();
    expect(index.resolve('RW.1.067', { set: `${EXAMPLE}/` })).toMatchObject({ goal: KLOK, via: 'code' });
    expect(index.resolve('RW.1.067', { set: 'https://doelen.voorbeeld/sets/een-andere' })).toBeUndefined();
  });

  test('not by a code that two goals of the set have', () => {
    const twice = indexOf([small('dubbel', { a: { code: 'X.1' }, b: { code: 'X.1' }, c: { code: 'X.2' } })]);
    const set = 'urn:uwlr-gateway:goal-set:dubbel:1';
    expect(twice.resolve('X.1', { set })).toBeUndefined();
    expect(twice.resolve('X.2', { set })).toMatchObject({ goal: uri('dubbel', 'c') });
  });

  test('not by a code of an older version when the URI is that of a newer one', () => {
    const versions = indexOf([small('v', { a: { code: 'X.1' } }), small('v', { b: { code: 'X.2' } }, [], '2')]);
    expect(versions.resolve('X.1', { set: 'urn:uwlr-gateway:goal-set:v:2' })).toBeUndefined();
    expect(versions.resolve('X.1', { set: 'urn:uwlr-gateway:goal-set:v:1' })).toMatchObject({ setVersion: '1' });
  });
});

describe('a goal that was replaced', () => {
  test('and is in no loaded set leads to its successor, over as many steps as sets say', () => {
    const index = indexOf([
      small('nieuw', { n: { replaces: ['https://doelen.voorbeeld/oud/2'] } }),
      small('tussen', { t: {} }, [['https://doelen.voorbeeld/tussen/t', 'replacedBy', 'https://doelen.voorbeeld/oud/2']]),
    ]);
    expect(index.resolve('http://doelen.voorbeeld/oud/2/')).toMatchObject({
      goal: uri('nieuw', 'n'),
      via: 'replaced',
      replacedFrom: 'http://doelen.voorbeeld/oud/2',
    });
    expect(index.successors(uri('tussen', 't'))).toEqual(['https://doelen.voorbeeld/oud/2']);
  });

  test('by two others leads to neither: that would be a guess', () => {
    const index = indexOf([small('nieuw', { a: { replaces: [uri('oud', '1')] }, b: { replaces: [uri('oud', '1')] } })]);
    expect(index.resolve(uri('oud', '1'))).toBeUndefined();
  });

  test('and is still loaded is itself, with its successors beside it', () => {
    const index = indexOf([small('s', { a: {}, b: {} }, [['a', 'replacedBy', 'b']])]);
    expect(index.resolve(uri('s', 'a'))).toMatchObject({ goal: uri('s', 'a'), via: 'uri' });
    expect(index.successors(uri('s', 'a'))).toEqual([uri('s', 'b')]);
  });

  test('in a circle over two sets ends without an answer', () => {
    const index = indexOf([
      small('x', { x: {} }, [['x', 'replacedBy', 'https://doelen.voorbeeld/weg/1']]),
      small('y', { y: {} }, [['y', 'isRelatedTo', uri('x', 'x')]]),
      read({
        set: { key: 'z', version: '1', title: 'z', namespace: 'https://doelen.voorbeeld/z/' },
        items: [{ id: 'z', type: 'doel', title: 'Z' }],
        relations: [{ from: 'z', to: uri('weg', '2'), type: 'replacedBy' }],
      }),
    ]);
    expect(index.resolve(uri('weg', '1'))).toBeUndefined();
    expect(index.resolve(uri('weg', '2'))).toBeUndefined();
  });
});

describe('sets side by side', () => {
  test('a goal of two sets is taken from the one that is law, and loading another set does not move it', () => {
    const two = [small('een', { a: {} }), read({ ...exampleDocument(), set: { ...exampleDocument().set, legalStatus: 'law' } })];
    const again = read({ ...exampleDocument(), set: { ...exampleDocument().set, key: 'nog-een', uri: undefined } });
    expect(indexOf([again, ...two]).resolve(KERNDOEL)).toMatchObject({ set: 'voorbeeld-rekenen-meten' });
    expect(indexOf([...two, again]).resolve(KERNDOEL)).toMatchObject({ set: 'voorbeeld-rekenen-meten' });
  });

  test('the newest version of a set gives the links, and an older one what only it has', () => {
    const index = indexOf([small('v', { a: {}, b: {} }), small('v', { a: {} }, [], '2')]);
    expect(index.resolve(uri('v', 'a'))).toMatchObject({ setVersion: '2' });
    expect(index.resolve(uri('v', 'b'))).toMatchObject({ setVersion: '1' });
  });

  test('the own set of a school is there for that school only', () => {
    const index = indexOf([
      small('open', { a: {} }),
      { ...small('eigen', { e: { code: 'E.1' } }, [['e', 'isRelatedTo', uri('open', 'a')]]), school: '99XX' },
    ]);
    expect(index.resolve(uri('eigen', 'e'), { school: '99XX' })).toMatchObject({ set: 'eigen' });
    expect(index.resolve(uri('eigen', 'e'), { school: '99XY' })).toBeUndefined();
    expect(index.resolve(uri('eigen', 'e'))).toBeUndefined();
    expect(index.resolve('E.1', { set: 'urn:uwlr-gateway:goal-set:eigen:1', school: '99XY' })).toBeUndefined();
    expect(index.relationsTo(uri('open', 'a'), { school: '99XY' })).toEqual([]);
    expect(index.relationsTo(uri('open', 'a'), { school: '99XX' })).toHaveLength(1);
    expect(index.setsOf('99XX').map(({ id }) => id)).toEqual(['open', 'eigen']);
    expect(index.setsOf('99XY').map(({ id }) => id)).toEqual(['open']);
  });

  test('a school works with what it chose, in its own order', () => {
    const index = indexOf([small('a', { a: {} }), small('b', { b: {} }), small('c', { c: {} })], { '99XX': [3, 1] });
    expect(index.setsOf('99XX').map(({ id }) => id)).toEqual(['c', 'a']);
    expect(index.setsOf('99XY').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});

describe('what hangs above a goal', () => {
  test('is walked over every asserted relation upward, and no other', () => {
    const index = indexOf([read(exampleDocument())]);
    expect(index.above(KLOK).map(({ code }) => code)).toEqual(['M/tijd', 'PO Kerndoel 33', 'M']);
    expect(index.kerndoelen(KLOK).map(({ code }) => code)).toEqual(['PO Kerndoel 33']);
    expect(index.kerndoelen(KERNDOEL).map(({ code }) => code)).toEqual(['PO Kerndoel 33']);
    expect(index.below(KERNDOEL).map(({ code }) => code)).toEqual(['RW.1.067', 'RW.2.084', 'V.1', 'V.2', 'V.3']);
  });

  test('leaves out what an older version of the set said and the newest does not', () => {
    const index = indexOf([
      small('v', { a: {}, k: {}, l: {} }, [['a', 'isChildOf', 'k']]),
      small('v', { a: {}, k: {}, l: {} }, [['a', 'isChildOf', 'l']], '2'),
    ]);
    expect(index.above(uri('v', 'a')).map(({ id }) => id)).toEqual(['l']);
  });

  test('is what the last version that has the goal says, when the newest has it no more', () => {
    const index = indexOf([small('v', { a: {}, k: {} }, [['a', 'isChildOf', 'k']]), small('v', { k: {} }, [], '2')]);
    expect(index.above(uri('v', 'a')).map(({ id }) => id)).toEqual(['k']);
    expect(index.below(uri('v', 'k')).map(({ id }) => id)).toEqual(['a']);
  });

  test('is what the version says that the school chose', () => {
    const versions = [
      small('v', { a: {}, k: {}, l: {} }, [['a', 'isChildOf', 'k']]),
      small('v', { a: {}, k: {}, l: {} }, [['a', 'isChildOf', 'l']], '2'),
    ];
    const index = indexOf(versions, { '99XX': [1] });
    expect(index.above(uri('v', 'a'), { school: '99XX' }).map(({ id }) => id)).toEqual(['k']);
    expect(index.above(uri('v', 'a'), { school: '99XY' }).map(({ id }) => id)).toEqual(['l']);
  });

  test('is not led on by relations sideways', () => {
    const index = indexOf([
      small('v', { a: {}, b: {}, k: {} }, [
        ['a', 'isRelatedTo', 'b'],
        ['b', 'isChildOf', 'k'],
      ]),
    ]);
    expect(index.above(uri('v', 'a'))).toEqual([]);
  });
});
