import { createHash } from 'node:crypto';
import { SoapClientError } from '../../soap/client/client-error.js';
import type { SoapClientOptions } from '../../soap/client/client-options.js';

interface Held<Client> {
  readonly client: Client;
  /** Of the options that it was made with. */
  readonly mark: string;
  users: number;
}

/**
 * A client per target, kept for the next message. When what it was made with changes, such as a certificate that was renewed, a new one
 * takes its place; the old one ends with the last call on it.
 */
export class TargetClients<Client extends { close(): Promise<void> }> {
  readonly #held = new Map<string, Held<Client>>();
  #closed = false;

  constructor(private readonly make: (options: SoapClientOptions) => Client) {}

  /** Throws `SoapClientError`, and whatever `make` and `work` throw. */
  async use<T>(target: string, options: SoapClientOptions, work: (client: Client) => Promise<T>): Promise<T> {
    if (this.#closed) throw new SoapClientError('unreachable', 'the call was not made, as the gateway stops');
    const held = this.#of(target, options);
    held.users += 1;
    try {
      return await work(held.client);
    } finally {
      held.users -= 1;
      if (held.users === 0 && this.#held.get(target) !== held) await held.client.close();
    }
  }

  /** Ends all connections; calls that are running fail. */
  async close(): Promise<void> {
    this.#closed = true;
    const all = [...this.#held.values()];
    this.#held.clear();
    await Promise.all(all.map(({ client }) => client.close()));
  }

  #of(target: string, options: SoapClientOptions): Held<Client> {
    const mark = markOf(options);
    const before = this.#held.get(target);
    if (before?.mark === mark) return before;
    const held = { client: this.make(options), mark, users: 0 };
    this.#held.set(target, held);
    if (before?.users === 0) void before.client.close();
    return held;
  }
}

/** Equal for equal options. Buffers count by what is in them. */
function markOf(options: SoapClientOptions): string {
  return createHash('sha256').update(JSON.stringify(options)).digest('hex');
}
