import { ConnectionError } from '../../exchange/connection-error.js';
import { connectionOptions } from '../../exchange/connection-options.js';
import { accessTo, type PartyAccess } from '../../exchange/party-access.js';
import { requestEnvelope, soapActionOf } from '../../exchange/request-envelope.js';
import { SoapClientError } from '../../soap/client-error.js';
import type { OutgoingContent } from '../../store/outbox-store.js';
import { NO_EXTENSIONS } from '../../uwlr/extensions.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { type Failed, failedByError, failedByStatus } from '../outcome-of.js';
import type { SenderParts } from '../sender-parts.js';
import { SettingsError } from '../settings-error.js';
import { settingsOf } from '../settings-of.js';
import type { Sender, Sent, Shipment } from '../shipment.js';
import type { LasSettings } from '../target-settings.js';
import { resultKey } from '../uwlr/result-key.js';
import { type WrittenMessage, writeResults } from '../uwlr/result-message.js';
import { Confirmation } from './confirmation.js';
import { failedByFault } from './fault-outcome.js';
import { LasClients } from './las-clients.js';
import { pupilKeys } from './pupil-keys.js';

const USUAL_VERSION: UwlrVersion = '2.2';
const MOST_ITEMS = 500;
const MOST_BYTES = 2 * 1024 * 1024;
/** A confirmation is an empty element, and a fault a few words. */
const MOST_ANSWER_BYTES = 1024 * 1024;

/** Whom a message is for, and how. */
interface Addressed extends PartyAccess {
  readonly settings: LasSettings;
  readonly endpoint: string;
  readonly version: UwlrVersion;
}

/** Results to an administration over UWLR: BrengLeerresultaten, in its version and with its own keys of pupils. */
export function makeLasSender(parts: SenderParts): Sender {
  return new LasSender(parts);
}

class LasSender implements Sender {
  readonly #clients = new LasClients();

  constructor(private readonly parts: SenderParts) {}

  async send(shipment: Shipment): Promise<Sent> {
    try {
      const addressed = await this.#address(shipment);
      const written = await this.#write(shipment, addressed);
      const { text, inside, outside } = written;
      if (text === undefined)
        return { kind: 'answered', attempt: { outcome: 'answered', words: 'nothing had to be sent' }, items: outside };
      const failed = await this.#call(shipment, addressed, text);
      if (failed !== undefined) return { ...failed, items: outside };
      return { kind: 'answered', attempt: { outcome: 'answered', status: 200 }, items: new Map([...inside, ...outside]) };
    } catch (error) {
      if (error instanceof SoapClientError) return failedByError(error);
      if (error instanceof ConnectionError || error instanceof SettingsError) return badConfiguration(error.message);
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#clients.close();
  }

  /** Throws `SettingsError`, `ConnectionError`. */
  async #address({ target, party, school, now }: Shipment): Promise<Addressed> {
    const { keyring, store } = this.parts;
    const settings = settingsOf(target, 'las', keyring);
    const { endpoint = party.endpoint, version = party.version ?? USUAL_VERSION } = settings;
    if (endpoint === undefined) throw new ConnectionError('nobody said where the administration takes results');
    return { ...accessTo(await store.directory(), keyring, party, school.id, now.toISOString()), settings, endpoint, version };
  }

  async #write(shipment: Shipment, { settings, version, header }: Addressed): Promise<WrittenMessage> {
    const { batch, school, schoolKey, agreement, items, assessments } = shipment;
    const { store, extensions = NO_EXTENSIONS } = this.parts;
    const contents = items.flatMap(({ content }): OutgoingContent[] => (content === undefined ? [] : [content]));
    const pupils = await pupilKeys(contents, { roster: store, school: school.id, schoolKey });
    return writeResults(items, assessments, {
      version,
      school: school.id,
      createdAt: batch.createdAt,
      terms: agreement,
      leerlingid: (learner) => pupils.get(learner),
      key: (content) => resultKey(content, batch.keysOf, schoolKey),
      write: ({ root, value }) => requestEnvelope(root, version, header, value as never, extensions),
      maxItems: settings.maxItems ?? MOST_ITEMS,
      maxBytes: settings.maxBytes ?? MOST_BYTES,
    });
  }

  /** Undefined: the administration confirmed. Throws `SoapClientError`, `ConnectionError`. */
  async #call({ target, signal }: Shipment, { connection, settings, endpoint }: Addressed, body: string): Promise<Failed | undefined> {
    const { timeoutSeconds = connection.timeoutSeconds } = settings;
    const how = { ...connection, maxBytes: MOST_ANSWER_BYTES, ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) };
    const options = await connectionOptions(how, this.parts.allowTargets);
    const confirmation = new Confirmation();
    const call = { url: endpoint, soapAction: soapActionOf('BrengLeerresultaten'), body, signal };
    const { fault, ...reply } = await this.#clients.use(target.id, options, (client) => client.call(call, confirmation));
    if (fault !== undefined) return failedByFault({ ...reply, fault });
    if (reply.status < 200 || reply.status > 299) return failedByStatus(reply);
    if (confirmation.isThere) return undefined;
    const words = 'the answer is no confirmation: nobody knows whether the results were taken in';
    return { kind: 'failed', attempt: { outcome: 'server', status: reply.status, words } };
  }
}

function badConfiguration(words: string): Failed {
  return { kind: 'failed', attempt: { outcome: 'configuration', code: 'bad-configuration', words } };
}
