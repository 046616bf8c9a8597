import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AlertChannel, NotTaken } from '../../src/delivery/alerts/alert-channel.js';
import type { AlertMessage } from '../../src/delivery/alerts/alert-message.js';
import { Alerter } from '../../src/delivery/alerts/alerter.js';
import type { Alert } from '../../src/store/outbox-store.js';
import { Troubles } from './support/troubles.js';

const START = Date.parse('2026-11-22T10:00:00.000Z');
const MINUTE = 60_000;

/** A channel that keeps what it took, and takes nothing while it is `down`. */
function recording(name: AlertChannel['name'] = 'mail') {
  const messages: AlertMessage[] = [];
  const state = { down: false, tries: 0 };
  const channel: AlertChannel = {
    name,
    send: async (message): Promise<NotTaken | undefined> => {
      state.tries += 1;
      if (state.down) return { status: 500 };
      messages.push(message);
      return undefined;
    },
    close: async () => undefined,
  };
  const told = () => messages.flatMap(({ at, alerts }) => alerts.map((alert) => `${minutes(at)} ${alert.target} ${alert.phase}`));
  return { channel, state, messages, told };
}

function minutes(at: Date): number {
  return (at.getTime() - START) / MINUTE;
}

/** A gateway that lives from minute to minute: `happens` is what becomes of targets in each, before people are told. */
function living(channels: readonly AlertChannel[], troubles = new Troubles()) {
  let now = START;
  const logged: Alert[] = [];
  const failed: string[] = [];
  const start = () =>
    new Alerter({
      outbox: troubles,
      channels,
      now: () => new Date(now),
      told: (alert) => logged.push(alert),
      notTaken: (channel) => failed.push(channel),
    });
  let alerter = start();
  const live = async (from: number, until: number, happens: (minute: number, at: Date) => void = () => undefined) => {
    for (let minute = from; minute < until; minute++) {
      now = START + minute * MINUTE;
      happens(minute, new Date(now));
      await alerter.look();
    }
  };
  return { live, troubles, logged, failed, restart: () => (alerter = start()) };
}

describe('people are told of trouble', () => {
  test('at once when it starts, once, and when it has been over for five minutes', async () => {
    const { channel, told } = recording();
    const { live, troubles } = living([channel]);
    await live(0, 300, (minute, at) => {
      if (minute === 10) troubles.start('groep-las', at);
      if (minute === 200) troubles.end('groep-las', at);
    });
    expect(told()).toEqual(['10 groep-las started', '205 groep-las ended']);
  });

  test('of many targets at once in one message, and of those that follow in one five minutes later', async () => {
    const { channel, messages } = recording();
    const { live, troubles } = living([channel]);
    await live(0, 60, (minute, at) => {
      for (const target of Array.from({ length: 20 }, (_, index) => `las-${index}`)) {
        if (minute === Number(target.slice(4)) % 4) troubles.start(target, at);
      }
    });
    expect(messages.map(({ at, alerts }) => [minutes(at), alerts.length])).toEqual([
      [0, 5],
      [5, 15],
    ]);
  });

  test('a few times an hour at most by a target that goes up and down every minute, and once more when that is over', async () => {
    const { channel, told } = recording();
    const { live, troubles } = living([channel]);
    await live(0, 24 * 60, (minute, at) => {
      if (minute % 2 === 0 && minute < 1000) troubles.start('wankel', at);
      else troubles.end('wankel', at);
    });
    const all = told();
    expect(all[0]).toBe('0 wankel started');
    expect(all.length).toBeLessThanOrEqual(2 * Math.ceil(1000 / 30) + 1);
    expect(all.at(-1)).toMatch(/ended$/);
  });

  test('whose start nobody heard of and that is over is no news', async () => {
    const { channel, state, told } = recording();
    const { live, troubles } = living([channel]);
    state.down = true;
    await live(0, 60, (minute, at) => {
      if (minute === 1) troubles.start('groep-las', at);
      if (minute === 50) troubles.end('groep-las', at);
    });
    state.down = false;
    await live(60, 300);
    expect(told()).toEqual([]);
  });

  test('that goes on while they were told of something else: a held target is told of beside one that fails', async () => {
    const { channel, messages } = recording();
    const { live, troubles } = living([channel]);
    await live(0, 20, (minute, at) => {
      if (minute === 0) troubles.start('groep-las', at);
      if (minute === 7) troubles.start('groep-las', at, 'held');
    });
    expect(messages.flatMap(({ alerts }) => alerts.map(({ kind }) => kind))).toEqual(['failing', 'held']);
  });

  test('by the log alone where nothing else is set', async () => {
    const { live, troubles, logged } = living([]);
    await live(0, 30, (minute, at) => {
      if (minute === 3) troubles.start('groep-las', at);
      if (minute === 9) troubles.end('groep-las', at);
    });
    expect(logged.map(({ phase }) => phase)).toEqual(['started', 'ended']);
  });

  test('not again by a gateway that starts anew', async () => {
    const { channel, told } = recording();
    const life = living([channel]);
    await life.live(0, 5, (_, at) => life.troubles.start('groep-las', at));
    life.restart();
    await life.live(5, 60);
    life.troubles.end('groep-las', new Date(START + 60 * MINUTE));
    life.restart();
    await life.live(60, 90);
    expect(told()).toEqual(['0 groep-las started', '65 groep-las ended']);
  });

  test('after the clock was set back too', async () => {
    const { channel, told } = recording();
    const life = living([channel]);
    await life.live(0, 3, (_, at) => life.troubles.start('groep-las', at));
    await life.live(-600, -500, (minute, at) => {
      if (minute === -600) life.troubles.start('ander-las', at);
    });
    expect(told()).toEqual(['0 groep-las started', '-600 ander-las started']);
  });
});

describe('a channel that takes nothing', () => {
  test('is tried less and less, hourly at last, and then told what goes on', async () => {
    const { channel, state, told } = recording();
    const { live, troubles, failed } = living([channel]);
    state.down = true;
    await live(0, 10 * 60, (_, at) => troubles.start('groep-las', at));
    expect(state.tries).toBeGreaterThan(10);
    expect(state.tries).toBeLessThan(18);
    expect(failed).toHaveLength(state.tries);
    state.down = false;
    await live(10 * 60, 12 * 60);
    expect(told()).toHaveLength(1);
  });

  test('keeps no other from being told, and hears later what it missed and is not over', async () => {
    const mail = recording('mail');
    const webhook = recording('webhook');
    const { live, troubles } = living([mail.channel, webhook.channel]);
    mail.state.down = true;
    await live(0, 60, (minute, at) => {
      if (minute === 0) troubles.start('kort', at);
      if (minute === 6) troubles.start('lang', at);
      if (minute === 10) troubles.end('kort', at);
    });
    mail.state.down = false;
    await live(60, 240);
    expect(webhook.told()).toEqual(['0 kort started', '6 lang started', '15 kort ended']);
    expect(mail.told().map((line) => line.replace(/^\d+ /, ''))).toEqual(['lang started']);
  });
});

test('whatever targets do, there is no flood, and in the end people know how it stands', async () => {
  const ups = fc.array(fc.record({ target: fc.constantFrom('a', 'b', 'c'), minute: fc.nat(600), up: fc.boolean() }), { maxLength: 60 });
  const downs = fc.array(fc.tuple(fc.nat(600), fc.nat(90)), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(ups, downs, async (events, outages) => {
      const { channel, state, messages } = recording();
      const { live, troubles } = living([channel]);
      await live(0, 900, (minute, at) => {
        state.down = outages.some(([from, length]) => minute >= from && minute < from + length);
        for (const { target, up } of events.filter((event) => event.minute === minute)) {
          if (up) troubles.end(target, at);
          else troubles.start(target, at);
        }
      });
      const gaps = messages.slice(1).map(({ at }, index) => at.getTime() - messages[index]!.at.getTime());
      expect(Math.min(...gaps, Infinity)).toBeGreaterThanOrEqual(5 * MINUTE);
      for (const target of ['a', 'b', 'c']) {
        const heard = messages.flatMap(({ at, alerts }) =>
          alerts.filter((one) => one.target === target).map(({ phase }) => ({ at, phase })),
        );
        const starts = heard.filter(({ phase }) => phase === 'started');
        const between = starts.slice(1).map(({ at }, index) => at.getTime() - starts[index]!.at.getTime());
        expect(Math.min(...between, Infinity)).toBeGreaterThanOrEqual(30 * MINUTE);
        expect(heard.at(-1)?.phase === 'started').toBe(troubles.isOpen(target));
      }
    }),
    { numRuns: 60 },
  );
});
