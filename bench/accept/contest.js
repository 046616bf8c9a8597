import { LoadGenerator } from '../load/load-generator.js';
import { takeTurns } from '../rounds.js';
import { turn } from './turn.js';

/**
 * Lets servers take turns at so many messages of one size, after a warm-up of each. `connections`: numbers of senders at one time, each of which gets rounds.
 * Resolves with, by number of connections, what `turn` gave in each round, by server. `seen` gets each report of each server, of the warm-up too.
 */
export async function contest({ processes, schools, servers, size, connections, rounds, messages, warmUp, seen = () => undefined, note }) {
  const generator = new LoadGenerator(processes);
  const take = async (server, plan) => {
    const taken = await turn(generator, server, { schools, message: size.message, ...plan });
    seen(server, taken.report);
    return taken;
  };
  try {
    for (const server of servers) {
      note(`${size.name}, ${server.name}, warm-up`);
      await take(server, { messages: warmUp(server) });
    }
    const taken = new Map();
    for (const count of connections) {
      const turns = await takeTurns(servers, rounds, (server, round) => {
        note(`${size.name}, ${count} connections, ${server.name}, round ${round + 1}`);
        return take(server, { schools: schools.slice(0, count), messages });
      });
      taken.set(count, turns);
    }
    return taken;
  } finally {
    await generator.end();
  }
}
