import { beginToWatch, watched } from '../servers/watch.js';

/** Answers `{ school, year }` with one timed call of `fetch`, ms by the clock and of processor time; `begin` and `end` as the servers of the bench do. */
export function answerWithFetches(fetch) {
  process.on('message', (message) => {
    answer(message).then(
      (told) => process.send(told),
      (error) => process.send({ failed: error.message }),
    );
  });
  process.on('disconnect', () => process.exit(0));

  async function answer(message) {
    if (message === 'begin') return beginToWatch();
    if (message === 'end') return watched();
    const [began, before] = [performance.now(), process.cpuUsage()];
    const told = await fetch(message.school, message.year);
    const { user, system } = process.cpuUsage(before);
    return { ms: performance.now() - began, cpuMs: (user + system) / 1000, ...told };
  }
}
