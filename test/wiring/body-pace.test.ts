import { describe, expect, test } from '@jest/globals';
import { BodyPace, type Incoming } from '../../src/gateway/connections/body-pace.js';

interface Sender {
  readonly request: Incoming;
  readonly socket: { bytesRead: number };
  readonly said: string[];
  code: string | undefined;
}

function sender(state: Partial<Record<'complete' | 'destroyed', boolean>> & { readableLength?: number } = {}): Sender {
  const said: string[] = [];
  const socket = { bytesRead: 400, write: (text: unknown) => said.push(String(text)) > 0 };
  const it: Sender = {
    socket,
    said,
    code: undefined,
    request: {
      complete: false,
      destroyed: false,
      readableLength: 0,
      ...state,
      socket: socket as Incoming['socket'],
      destroy: (error?: Error) => {
        it.code = (error as NodeJS.ErrnoException).code;
        return it.request as never;
      },
    },
  };
  return it;
}

/** 100 bytes a second, after two seconds; the clock is told to tick. */
function paceOf(...senders: Sender[]): { tick(times: number): void; slow(): number } {
  let slow = 0;
  const one = new BodyPace({ minRate: 100, graceSeconds: 2, tooSlow: () => slow++ });
  for (const { request } of senders) one.watch(request);
  return {
    tick: (times) => {
      for (let time = 0; time < times; time++) one.tick();
    },
    slow: () => slow,
  };
}

describe('a body', () => {
  test('that does not come is cut off once its time is over, with the answer that Node gives', () => {
    const silent = sender();
    const clock = paceOf(silent);
    clock.tick(2);
    expect(silent.code).toBeUndefined();
    clock.tick(1);
    expect([silent.code, silent.said]).toEqual(['ETIMEDOUT', ['HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n']]);
    expect(clock.slow()).toBe(1);
  });

  test('that comes fast enough on average goes on', () => {
    const steady = sender();
    const clock = paceOf(steady);
    steady.socket.bytesRead += 300;
    clock.tick(5);
    expect(steady.code).toBeUndefined();
    clock.tick(1);
    expect(steady.code).toBe('ETIMEDOUT');
  });

  test('that waits for us is not the sender being slow', () => {
    const waiting = sender({ readableLength: 1 });
    paceOf(waiting).tick(100);
    expect(waiting.code).toBeUndefined();
  });

  test('that is there, or gone, is watched no more', () => {
    const [whole, gone] = [sender({ complete: true }), sender({ destroyed: true })];
    paceOf(whole, gone).tick(100);
    expect([whole.code, gone.code]).toEqual([undefined, undefined]);
  });

  test('is not watched without a bound', () => {
    const silent = sender();
    const off = new BodyPace({ minRate: 0, graceSeconds: 0 });
    off.watch(silent.request);
    off.tick();
    expect(silent.code).toBeUndefined();
  });
});
