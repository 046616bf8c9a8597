/** Figures of a process, as `Metrics.figures` gives them. */
export type Figures = readonly object[];

/** What the process that supervises says to a worker. */
export type ToWorker =
  /** It has to stop, in good order. */
  | { readonly uwlr: 'stop' }
  /** The files of TLS are to be looked at. */
  | { readonly uwlr: 'renew' }
  /** Its figures are wanted. */
  | { readonly uwlr: 'figures' }
  /** The figures of all workers, as text; undefined: they cannot be had. */
  | { readonly uwlr: 'page'; readonly text: string | undefined };

/** What a worker says. */
export type FromWorker =
  /** It can tell its figures from now on. */
  | { readonly uwlr: 'counts' }
  /** It serves, or waits for its store. */
  | { readonly uwlr: 'ready'; readonly url: string; readonly port: number }
  | { readonly uwlr: 'figures'; readonly figures: Figures }
  /** It wants the figures of all workers. */
  | { readonly uwlr: 'page' };

/** Others may send messages over the same channel. */
export function isOurs<Message extends ToWorker | FromWorker>(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'uwlr' in message;
}

/** The variable of the environment in which a worker is told its number. */
export const NUMBER_OF_WORKER = 'GATEWAY_WORKER_NUMBER';
