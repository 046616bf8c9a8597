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
}

/** Opens the store in a database of PostgreSQL, and brings it up to date. Errors: `StoreError`. */
export async function openPostgresStore(
  url: string,
  { actor = 'gateway', listening = false, marks, connections }: PostgresOpening,
): Promise<Store> {
  const node = new PostgresNode(url, { actor, marks, ...(connections === undefined ? {} : { connections }) });
  try {
    await node.open(listening);
    return new PostgresStore(node);
  } catch (error) {
    await node.close();
    throw error;
  }
}
