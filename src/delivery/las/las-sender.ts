import { supplied } from '../../core/supplied.js';
import { ConnectionError } from '../../exchange/partner/connection-error.js';
import { accessTo, connectionOptions, type PartyAccess } from '../../exchange/partner/party-access.js';
import { requestEnvelope, soapActionOf } from '../../exchange/partner/request-envelope.js';
import { SoapClient } from '../../soap/client/client.js';
import type { EnvelopeContents } from '../../soap/envelope/envelope-reader.js';
import type { OutgoingContent } from '../../store/outbox-store.js';
import { NO_EXTENSIONS } from '../../uwlr/extensions.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { EncodeError } from '../../uwlr/grammar/encode-error.js';
import { type Autorisatie, autorisatie } from '../../uwlr/messages/autorisatie.js';
import { keyOf } from '../../uwlr/messages/catalogue.js';
import { leerresultatenBevestiging } from '../../uwlr/messages/leerresultaten.js';
import { leerresultatenBevestiging1 } from '../../uwlr/messages/v1/leerresultaten.js';
import type { XmlName } from '../../xml/name.js';
import type { XmlHandler } from '../../xml/reader.js';
import { type Failed, failedBy, failedByStatus } from '../outcome-of.js';
import { type Sender, type Sent, type Shipment, traceHeaders } from '../shipment.js';
import type { SenderParts } from '../targets/sender-parts.js';
import { settingsOf } from '../targets/settings-of.js';
import { TargetClients } from '../targets/target-clients.js';
import type { LasSettings } from '../targets/target-settings.js';
import { type WrittenMessage, writeResults } from '../uwlr/result-message.js';
import type { ResultMessage } from '../uwlr/say-results.js';
import { failedByFault } from './fault-outcome.js';
import { pupilKeys, resultKey } from './las-keys.js';

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
  readonly #clients = new TargetClients((options) => new SoapClient(options));

  constructor(private readonly parts: SenderParts) {}

  async send(shipment: Shipment): Promise<Sent> {
    try {
      const addressed = await this.#address(shipment);
      const { text, inside, outside } = await this.#write(shipment, addressed);
      if (text === undefined)
        return { kind: 'answered', attempt: { outcome: 'answered', words: 'nothing had to be sent' }, items: outside, left: [] };
      let left: readonly string[] = [];
      const onSent = () => {
        left = [...inside.keys()];
      };
      const answered = await this.#call(shipment, addressed, text, onSent).catch(failedBy);
      if ('kind' in answered) return { ...answered, items: outside, left };
      return { kind: 'answered', attempt: { outcome: 'answered', ...answered }, items: new Map([...inside, ...outside]), left };
    } catch (error) {
      return { ...failedBy(error), left: [] };
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
      write: (message) => envelopeOf(message, version, header, extensions),
      maxItems: settings.maxItems ?? MOST_ITEMS,
      maxBytes: settings.maxBytes ?? MOST_BYTES,
    });
  }

  /** The status with which the administration confirmed, or what it did instead. Throws what `failedBy` takes. */
  async #call(
    { target, signal, traceParent }: Shipment,
    { connection, settings, endpoint }: Addressed,
    body: string,
    onSent: () => void,
  ): Promise<Failed | { status: number }> {
    const { timeoutSeconds = connection.timeoutSeconds } = settings;
    const how = { ...connection, maxBytes: MOST_ANSWER_BYTES, ...supplied({ timeoutSeconds }) };
    const options = await connectionOptions(how, this.parts.allowTargets);
    const confirmation = new Confirmation();
    const call = {
      url: endpoint,
      soapAction: soapActionOf('BrengLeerresultaten'),
      body,
      signal,
      onSent,
      headers: traceHeaders({ ...supplied({ traceParent }) }),
    };
    const { fault, ...reply } = await this.#clients.use(target.id, options, (client) => client.call(call, confirmation));
    if (fault !== undefined) return failedByFault({ ...reply, fault });
    if (reply.status < 200 || reply.status > 299) return failedByStatus(reply);
    if (confirmation.isThere) return { status: reply.status };
    const words = 'the answer is no confirmation: nobody knows whether the results were taken in';
    return { kind: 'failed', attempt: { outcome: 'server', status: reply.status, words } };
  }
}

/** Throws `EncodeError` for a message that cannot be written, `ConnectionError` for a header: that is no fault of any result. */
function envelopeOf({ root, value }: ResultMessage, version: UwlrVersion, header: Autorisatie, extensions: Extensions): string {
  try {
    return requestEnvelope(root, version, header, value as never, extensions);
  } catch (error) {
    if (!(error instanceof EncodeError && error.path.startsWith(`/${autorisatie.element.name}`))) throw error;
    throw new ConnectionError(`what has to be presented to the administration does not fit in its header: ${error.path}`);
  }
}

const CONFIRMATIONS = [keyOf(leerresultatenBevestiging), keyOf(leerresultatenBevestiging1)];
const NOBODY: XmlHandler = { open() {}, text() {}, close() {} };

/** Sees whether an answer says that the results were taken in. What else stands in it is not looked at: nothing of it is wanted. */
class Confirmation implements EnvelopeContents {
  isThere = false;

  header(): undefined {
    return undefined;
  }

  body({ key }: XmlName): XmlHandler {
    this.isThere = CONFIRMATIONS.includes(key);
    return NOBODY;
  }
}
