// Works on the re-tag of school 99AB, and kills itself after so many pieces, as a power cut would: while the next one is being written.
// Needs a build. Arguments: data directory, number of pieces.
import { retag } from '../../../../dist/admin/goals/retag.js';
import { openSqliteStore } from '../../../../dist/store/sqlite/open.js';

const [directory, pieces] = process.argv.slice(2);
const store = await openSqliteStore(directory);
const [job] = await store.goals.links.openRetags();
let left = Number(pieces);
const { links } = store.goals;
const dying = new Proxy(links, {
  get: (target, name) => {
    if (name !== 'progress') return typeof target[name] === 'function' ? target[name].bind(target) : target[name];
    return async (...piece) => {
      const written = target.progress(...piece);
      if (left === 0) {
        // Somewhere between the asking and the answer.
        await new Promise((resolve) => setImmediate(resolve));
        process.kill(process.pid, 'SIGKILL');
      }
      left -= 1;
      return written;
    };
  },
});
await retag({ directory: () => store.directory(), goals: { ...store.goals, links: dying } }, job);
await store.close();
