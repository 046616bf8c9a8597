import { expect, test } from '@jest/globals';
import { AnswerPace, type Paced } from '../../src/gateway/connections/answer-pace.js';

/** A connection with an answer of a megabyte on its way; `read` is what the other side took of it. */
function reader() {
  const state = { read: 0, length: 1_000_000, closed: false, answer: {} };
  const connection: Paced = {
    get answering() {
      return state.answer as never;
    },
    socket: {
      get bytesWritten() {
        return state.length;
      },
      get writableLength() {
        return state.length - state.read;
      },
    },
    close: () => {
      state.closed = true;
    },
  };
  return { state, connection };
}

/** Ten seconds of standing still, and 100 bytes a second after that. */
function paceOf({ connection }: ReturnType<typeof reader>) {
  let stalled = 0;
  const pace = new AnswerPace({ stallSeconds: 10, minRate: 100, connections: () => [connection], stalled: () => stalled++ });
  const tick = (times: number, each = () => {}) => {
    for (let time = 0; time < times; time++) {
      each();
      pace.tick();
    }
  };
  return { tick, stalled: () => stalled };
}

test('who reads nothing of an answer is cut off', () => {
  const one = reader();
  const { tick, stalled } = paceOf(one);
  tick(10);
  expect(one.state.closed).toBe(false);
  tick(1);
  expect([one.state.closed, stalled()]).toEqual([true, 1]);
});

test('who reads drop by drop is too, though it never stands still', () => {
  const one = reader();
  const { tick } = paceOf(one);
  tick(11, () => {
    one.state.read += 1;
  });
  expect(one.state.closed).toBe(false);
  tick(1);
  expect(one.state.closed).toBe(true);
});

test('who reads slowly and steadily gets all of it', () => {
  const one = reader();
  const { tick } = paceOf(one);
  tick(9999, () => {
    one.state.read += 100;
  });
  expect(one.state.closed).toBe(false);
});

test('who has all that there is so far is waited for no longer', () => {
  const one = reader();
  const { tick } = paceOf(one);
  one.state.read = one.state.length;
  tick(100);
  expect(one.state.closed).toBe(false);
});

test('the time begins anew with the next answer', () => {
  const one = reader();
  const { tick } = paceOf(one);
  tick(10);
  one.state.read = one.state.length;
  tick(5);
  one.state.answer = {};
  one.state.length += 1_000_000;
  tick(10);
  expect(one.state.closed).toBe(false);
  tick(1);
  expect(one.state.closed).toBe(true);
});
