import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks for `path` again and again, `everyMs`, until `stop()`, which resolves with the number of answers and the slowest. */
export function probe(port, path, everyMs) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const state = { stopped: false, answers: 0, slowestMs: 0 };
  const running = (async () => {
    while (!state.stopped) {
      const began = performance.now();
      await ask(agent, port, path);
      state.slowestMs = Math.max(state.slowestMs, performance.now() - began);
      state.answers += 1;
      await sleep(everyMs);
    }
  })();
  return {
    stop: async () => {
      state.stopped = true;
      await running;
      agent.destroy();
      return { answers: state.answers, slowestMs: state.slowestMs };
    },
  };
}

/** The status of one answer; undefined when there was none. */
export function ask(agent, port, path) {
  return new Promise((resolve) => {
    const request = get({ agent, port, path, host: '127.0.0.1' }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    });
    request.once('error', () => resolve(undefined));
  });
}
