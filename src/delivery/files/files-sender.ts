import type { Keyring } from '../../privacy/keys/keyring.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { failedBy } from '../outcome-of.js';
import { type AliasStore, type OutgoingResults, outgoingResults } from '../outgoing-result.js';
import { sentItem } from '../sent-item.js';
import { deliveredAll } from '../sent-outcomes.js';
import type { Sender, Sent, Shipment } from '../shipment.js';
import { settingsOf } from '../targets/settings-of.js';
import type { FilesSettings } from '../targets/target-settings.js';
import { failedByFile } from './file-failure.js';
import { placeFile } from './place-file.js';
import { uwlrFile } from './uwlr-file.js';

export interface FilesParts {
  readonly store: AliasStore;
  /** See `SenderParts`. */
  readonly linkBase?: string;
  readonly keyring: Keyring;
  readonly extensions?: Extensions;
}

/** What is in a file, if anything can be, and what becomes of the items once it is there. */
interface Written {
  readonly text: string | undefined;
  /** Ids of the deliveries in it. */
  readonly inFile: readonly string[];
  readonly sent: Sent;
}

/**
 * Puts results as files in a directory of this machine. The name of a file is that of its batch: when it has to be placed again, the
 * one takes the place of the other.
 */
export function makeFilesSender({ keyring, extensions, ...names }: FilesParts): Sender {
  async function write(shipment: Shipment, { format, version = '2.2', maxItems }: FilesSettings): Promise<Written> {
    const outgoing = await outgoingResults(shipment, names);
    if (format === 'ndjson')
      return { text: lines(outgoing), inFile: outgoing.items.map(({ delivery }) => delivery), sent: deliveredAll(outgoing) };
    const { text, inside, outside } = await uwlrFile(shipment, outgoing, { version, maxItems, extensions });
    const items = new Map([...outgoing.outcomes, ...inside, ...outside]);
    return { text, inFile: [...inside.keys()], sent: { kind: 'answered', attempt: { outcome: 'answered' }, items } };
  }

  async function send(shipment: Shipment): Promise<Sent> {
    const settings = settingsOf(shipment.target, 'files', keyring);
    const { text, inFile, sent } = await write(shipment, settings);
    if (text === undefined) return { ...sent, left: [] };
    if (shipment.signal.aborted)
      return { kind: 'failed', attempt: { outcome: 'connection', words: 'no file was written, as the gateway stops' }, left: [] };
    const name = fileName(shipment, settings);
    const file = { directory: settings.directory, name, text, again: shipment.batch.attempt > 1 };
    let left: readonly string[] = [];
    const onPlaced = () => {
      left = inFile;
    };
    const ended = await placeFile({ ...file, onPlaced }).then(() => sent, failedByFile);
    return { ...ended, left };
  }

  return {
    send: (shipment) => send(shipment).catch((error: unknown) => ({ ...failedBy(error), left: [] })),
    close: async () => {},
  };
}

/** NDJSON: an item on a line. Undefined: there is none. */
function lines({ items }: OutgoingResults): string | undefined {
  return items.length === 0 ? undefined : items.map((item) => `${JSON.stringify(sentItem(item))}\n`).join('');
}

/** By school, for who sorts them by that; the batch alone tells them apart. */
function fileName({ batch, school }: Shipment, { format }: FilesSettings): string {
  const safe = school.id.replace(/[^A-Za-z0-9-]+/g, '_').slice(0, 60);
  return `results-${safe}-${batch.id}.${format === 'uwlr' ? 'xml' : 'ndjson'}`;
}
