import { fileURLToPath } from 'node:url';

const GENERATOR = fileURLToPath(new URL('generator.js', import.meta.url));

/**
 * Sends messages to a server on this machine from a process of its own, each connection for a school of its own.
 *
 * `plan`: `port`, `path`, `schools` (one connection each), `message` (options of `resultsMessage`) and either `seconds`, with
 * `warmUpSeconds` before them, or `messages` for each connection. Returns `{ bytes, results }` of one message, how many
 * `messages` were confirmed in `seconds`, `medianMs`, `p99Ms`, and `confirmed`: per connection, the moments of all messages
 * that were confirmed, in the warm-up too. `beforeSending` is waited for when the messages are ready.
 * Throws when any answer is not a confirmation.
 */
export async function send(processes, plan, beforeSending = async () => undefined) {
  const child = processes.fork(GENERATOR);
  try {
    const { bytes, results } = await reply(child, { kind: 'prepare', ...plan });
    await beforeSending();
    const report = await reply(child, { kind: 'go' });
    return { ...report, bytes, results };
  } finally {
    await processes.end(child);
  }
}

async function reply(child, request) {
  const answer = await child.ask(request);
  if (answer.kind === 'failed') throw new Error(`the load generator: ${answer.reason}`);
  return answer;
}
