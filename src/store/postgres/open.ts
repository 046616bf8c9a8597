import { supplied } from '../../core/supplied.js';
import type { Store } from '../store.js';
import { PostgresNode } from './postgres-node.js';
import { PostgresStore } from './postgres-store.js';

export interface PostgresOpening {
  /** Who writes, as the audit says it. Default: `gateway`. */
  readonly actor?: string | undefined;
  /** True: for a node that goes on, and has to hear what other nodes write. */
  readonly listening?: boolean | undefined;
  /** File of the erasure marks. */
  readonly marks: string;
  /** Connections at most. */
  readonly connections?: number | undefined;
  /** How long somebody waits for one of them, in ms. */
  readonly patienceMs?: number | undefined;
}

/** Opens the store in a database of PostgreSQL, and brings it up to date. Errors: `StoreError`. */
export async function openPostgresStore(
  url: string,
  { actor = 'gateway', listening = false, marks, connections, patienceMs }: PostgresOpening,
): Promise<Store> {
  const node = new PostgresNode(url, { actor, marks, ...supplied({ connections, patienceMs }) });
  try {
    await node.open(listening);
    return new PostgresStore(node);
  } catch (error) {
    await node.close();
    throw error;
  }
}
