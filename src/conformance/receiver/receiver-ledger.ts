import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { CouldNotTest } from '../could-not-test.js';
import { HttpClient } from '../traffic/http-client.js';

/** What a receiver holds now. Shape: `schemas/conformance/receiver-ledger.json`. */
export interface ReceiverLedger {
  readonly results: readonly HeldResult[];
  /** Absent: it keeps none. */
  readonly signals?: readonly HeldSignal[];
}

export interface HeldResult {
  readonly id: string;
  readonly revision: number;
  /** Absent: it keeps no goals. */
  readonly goals?: readonly string[];
}

export interface HeldSignal {
  readonly id: string;
  readonly revision: number;
  readonly status: 'raised' | 'superseded' | 'withdrawn';
}

/** Where the receiver tells what it holds. */
export type LedgerPlace = { readonly url: string } | { readonly file: string };

const MOST_BYTES = 16 * 1024 * 1024;
const SCHEMA = new URL('../../../schemas/conformance/receiver-ledger.json', import.meta.url);

let validate: ValidateFunction | undefined;

/** Reads the ledger of a receiver, as often as asked. */
export class LedgerReader {
  readonly #http: HttpClient;

  constructor(
    private readonly place: LedgerPlace,
    patienceMs: number,
  ) {
    this.#http = new HttpClient({ patienceMs, mostBytes: MOST_BYTES });
  }

  /** As it is now. Throws `CouldNotTest` when it cannot be read. */
  async read(): Promise<ReceiverLedger> {
    const { place } = this;
    const text = 'url' in place ? await this.#fetched(place.url) : await fileText(place.file);
    let ledger: unknown;
    try {
      ledger = JSON.parse(text);
    } catch {
      throw unreadable('it is no JSON');
    }
    validate ??= new Ajv2020().compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
    if (validate(ledger)) return ledger as ReceiverLedger;
    const [error] = validate.errors ?? [];
    throw unreadable(`at ${error?.instancePath || '/'} it ${error?.message ?? 'is wrong'}`);
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  async #fetched(url: string): Promise<string> {
    const { answer, trouble } = await this.#http.send({ url, method: 'GET' });
    if (answer?.status === 200) return answer.body.toString('utf8');
    throw unreadable(answer === undefined ? `no answer came (${trouble})` : `HTTP ${answer.status} came`);
  }
}

async function fileText(file: string): Promise<string> {
  const handle = await open(file).catch(() => {
    throw unreadable('the file cannot be opened');
  });
  try {
    if ((await handle.stat()).size > MOST_BYTES) throw unreadable('the file is too large');
    return await handle.readFile('utf8');
  } catch (error) {
    throw error instanceof CouldNotTest ? error : unreadable('the file cannot be read');
  } finally {
    await handle.close();
  }
}

function unreadable(why: string): CouldNotTest {
  return new CouldNotTest(`the ledger of the receiver cannot be read: ${why} (schemas/conformance/receiver-ledger.json has its shape)`);
}
