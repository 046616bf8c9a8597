import { script } from '../paths.js';

/** Sends messages to servers on this machine, from a process of its own that lives as long as it is needed: so it is as fast in each turn. */
export class LoadGenerator {
  #processes;
  #child;

  constructor(processes) {
    this.#processes = processes;
    this.#child = processes.fork(script('load/generator.js'));
  }

  /**
   * `plan`: `port`, `path`, `schools` (one connection each), `message` (options of `resultsMessage`), either `seconds` or the number of
   * `messages` on all connections together, and perhaps a pace, `perSecond` on all of them. Returns `{ bytes, results }` of one message, how many `messages` were confirmed in `seconds`,
   * `ownSeconds` of processor time that the generator used, `medianMs`, `p99Ms`, and `confirmed`: per connection, the moments of all messages
   * that were confirmed. `beforeSending` is waited for when the messages are ready. Throws when any answer is not a confirmation.
   */
  async send(plan, beforeSending = async () => undefined) {
    const { bytes, results } = await this.#reply({ kind: 'prepare', ...plan });
    await beforeSending();
    return { ...(await this.#reply({ kind: 'go' })), bytes, results };
  }

  end() {
    return this.#processes.end(this.#child);
  }

  async #reply(request) {
    const answer = await this.#child.ask(request);
    if (answer.kind === 'failed') throw new Error(`the load generator: ${answer.reason}`);
    return answer;
  }
}
