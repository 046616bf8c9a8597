import type { Worker } from 'node:cluster';

/** Of a connection, as `node:cluster` has it. */
interface Handle {
  close(...parameters: readonly unknown[]): unknown;
}

/**
 * Connections on their way to a worker. `node:cluster` takes each one in, sends it to a worker, and closes its own end of it once the worker says
 * that it has it. When the worker ends before that, Node keeps its end open for good: the client would wait for an answer until it is tired of
 * it. Nothing tells of these connections, so what is sent to workers is looked at.
 */
export class ConnectionsUnderWay {
  readonly #to = new Map<Handle, Worker>();

  /** To be called before the worker is sent anything. */
  watch(worker: Worker): void {
    const { process } = worker;
    const send = process.send.bind(process) as (...parameters: readonly unknown[]) => boolean;
    process.send = (...parameters: readonly unknown[]) => {
      const [message, handle] = parameters;
      if (isNewConnection(message) && isHandle(handle)) this.#add(handle, worker);
      return send(...parameters);
    };
  }

  /** Closes what this one never took. */
  ended(worker: Worker): void {
    for (const [handle, to] of this.#to) if (to === worker) handle.close();
  }

  #add(handle: Handle, worker: Worker): void {
    const isKnown = this.#to.has(handle);
    this.#to.set(handle, worker);
    // Refused by one worker it is sent to the next.
    if (isKnown) return;
    const close = handle.close;
    handle.close = (...parameters) => {
      this.#to.delete(handle);
      return close.apply(handle, [...parameters]);
    };
  }
}

function isNewConnection(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'act' in message && message.act === 'newconn';
}

function isHandle(handle: unknown): handle is Handle {
  return typeof handle === 'object' && handle !== null && 'close' in handle;
}
