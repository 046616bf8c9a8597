import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

/** One result, its goals, its withdrawal, or a signal, as a receiver saw it. No value of it. */
export interface LedgerItem {
  /** By which the receiver knows the result. */
  readonly key: string;
  readonly revision?: number;
  /** See `digestOf`. */
  readonly digest: string;
  readonly withdrawn?: true;
  readonly tagged?: true;
  readonly signal?: true;
}

/** A message that a receiver took in. */
export interface LedgerEntry {
  /** ISO instant. */
  readonly at: string;
  /** Klantcode of who it was for, or whatever else tells receivers apart. */
  readonly receiver: string;
  /** Id of the school, as far as the receiver was told. */
  readonly school: string;
  /** By which the receiver knows a message again: the idempotency key; at a LAS, its `aanmaakdatum`. */
  readonly message: string;
  readonly items: readonly LedgerItem[];
}

/** What simulated receivers took in, to be compared with what we say that we delivered. */
export interface Ledger {
  /** In the order in which they were taken in. Only those that are on disk. */
  readonly entries: readonly LedgerEntry[];
  /** Resolves once it is on disk: only then may the receiver confirm. Those that come together share the wait. */
  append(entry: LedgerEntry): Promise<void>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

/**
 * Opens a ledger: NDJSON, one entry on a line, that outlives the death of who writes it. A last line that was cut off was never
 * confirmed, and is taken away. Without a file it is kept in memory.
 */
export async function openLedger(file?: string): Promise<Ledger> {
  if (file === undefined) return memoryLedger();
  const handle = await open(file, 'a+', 0o600);
  const text = await handle.readFile('utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const size = Buffer.byteLength(whole);
  if (whole.length < text.length) await handle.truncate(size);
  return new LedgerFile(handle, entriesOf(whole), size);
}

/** The entries of a text of NDJSON, as far as its lines are whole. */
export function entriesOf(text: string): LedgerEntry[] {
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as LedgerEntry);
}

/** SHA-256 over a value as JSON with sorted names, in hex: equal for equal values, whoever wrote them down in whatever order. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sorted)).digest('hex');
}

function sorted(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function memoryLedger(): Ledger {
  const entries: LedgerEntry[] = [];
  return {
    entries,
    append: async (entry) => {
      entries.push(entry);
    },
    close: async () => {},
  };
}

interface Waiting {
  readonly entry: LedgerEntry;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

class LedgerFile implements Ledger {
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  constructor(
    private readonly handle: FileHandle,
    readonly entries: LedgerEntry[],
    private size: number,
  ) {}

  append(entry: LedgerEntry): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ entry, done, failed });
      this.#writing ??= this.#write();
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.handle.close();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#save(batch.map(({ entry }) => `${JSON.stringify(entry)}\n`).join(''));
      } catch (error) {
        for (const { failed } of batch) failed(error);
        continue;
      }
      for (const { entry, done } of batch) {
        this.entries.push(entry);
        done();
      }
    }
    this.#writing = undefined;
  }

  async #save(lines: string): Promise<void> {
    try {
      await this.handle.appendFile(lines);
      await this.handle.datasync();
      this.size += Buffer.byteLength(lines);
    } catch (error) {
      // What is half there would run into the next line.
      await this.handle.truncate(this.size);
      throw error;
    }
  }
}
