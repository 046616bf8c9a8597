import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { type BodyLimits, bodyChunks, isPlain } from '../../soap/endpoint/body.js';
import { CollectedBody } from '../../soap/endpoint/collected-body.js';
import type { SoapRequest } from '../../soap/endpoint/endpoint.js';
import { charsetOf, isInParts } from '../../soap/endpoint/multipart.js';
import { readMessage, refusingIncludes } from '../../soap/endpoint/read-message.js';
import { readXmlAtOnce, XmlBytes } from '../../soap/envelope/read-envelope.js';
import type { ReadMessage } from '../../uwlr/decode.js';
import { Findings } from '../../uwlr/findings.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import type { Autorisatie } from '../../uwlr/messages/autorisatie.js';
import { XmlError } from '../../xml/xml-error.js';
import type { ExchangeLog } from '../exchange-log.js';
import type { TurnedAway } from '../limits/guard.js';
import { UNPROVEN_BYTES } from '../limits/unproven-pool.js';
import { isGone, XML_RULES } from '../rule-of.js';
import type { Arrival } from './arrival.js';
import type { FastIntake } from './fast-intake.js';
import type { MessageIntake } from './message-intake.js';
import type { Reception, Visitor } from './visitor.js';

/** The largest body that is read once it is complete. Larger ones are read while they arrive. */
const AT_ONCE_BYTES = 256 * 1024;
/** Bytes per step in the search for the header. */
const STEP = 1024;

/** The outcome of reading a request. */
export interface ReadRequest {
  /** Complete when nothing was found that is an error. */
  readonly message?: ReadMessage | undefined;
  /** The message that was found in the body, when it is one that is known here. */
  readonly root?: Root | undefined;
  /** The sender, when the header names a known one. */
  readonly visitor?: Visitor | undefined;
  /** It was not even asked who it is. */
  readonly turnedAway?: TurnedAway | undefined;
}

export interface ReadParts {
  readonly fast: FastIntake;
  readonly receive: (header: Autorisatie) => Reception;
  /** An intake for one reading of the request. */
  readonly intake: () => MessageIntake;
  readonly arrival: Arrival;
  readonly log: ExchangeLog;
  readonly keyring: Keyring;
  readonly limits: BodyLimits;
}

/** The body of a request that is to be read at once; undefined for others. It comes in from now on. */
export function collectedBody({ body, announcedBytes, contentEncoding, contentType }: SoapRequest): CollectedBody | undefined {
  const isSmall = announcedBytes !== undefined && announcedBytes <= AT_ONCE_BYTES;
  return isSmall && isPlain(contentEncoding) && !isInParts(contentType) ? new CollectedBody(body, announcedBytes) : undefined;
}

/**
 * Reads a request to its end, or until it cannot be accepted any more; what is wrong with its bytes, envelope and header goes into the log.
 * `collected`: see `collectedBody`. Throws what nobody expects.
 */
export async function readRequest(request: SoapRequest, collected: CollectedBody | undefined, parts: ReadParts): Promise<ReadRequest> {
  const { arrival, log, keyring } = parts;
  const isThere = collected !== undefined && took(collected, parts);
  const failure = collected === undefined || isThere ? undefined : await collect(request, collected, parts);
  const taken = collected?.whole === true && failure === undefined ? readFast(request, collected, parts) : undefined;
  if (taken !== undefined) return taken;
  const intake = parts.intake();
  const enough = () => arrival.full || arrival.late || intake.shouldStopReading;
  let whole = false;
  try {
    if (collected === undefined) await readStreamed(request, intake, enough, parts);
    else {
      readXmlAtOnce(collected.bytes, collected.whole, intake.envelope, { charset: charsetOf(request.contentType), enough });
      if (failure !== undefined) throw failure;
      log.digest = keyring.digestOf(collected.bytes);
    }
    whole = !arrival.late;
  } catch (error) {
    if (error instanceof XmlError) log.add(XML_RULES[error.code], { path: '', line: error.line, column: error.column }, error.reason);
    else if (isGone(error)) log.add('UWLR-SOAP-007');
    else throw error;
  }
  if (intake.message !== undefined) log.adopt(intake.message.findings);
  intake.report(log.findings, whole);
  return intake;
}

async function readStreamed(
  { body, contentEncoding, contentType }: SoapRequest,
  intake: MessageIntake,
  enough: () => boolean,
  { fast, arrival, log, keyring, limits }: ReadParts,
): Promise<void> {
  const digest = keyring.digest();
  await readMessage(bodyChunks(body, contentEncoding, limits, log.bytes), contentType, refusingIncludes(contentType, intake.envelope), {
    ahead: (reader) => fast.ahead(reader, intake),
    onBytes: (chunk) => {
      digest.update(chunk);
      arrival.grow(chunk.length);
    },
    enough,
  });
  log.digest = digest.digest('hex');
  // The end of a large message takes some milliseconds, and so does the beginning of what follows.
  await nextTurn();
}

/** Counts a body that is all there. False: it is not, or its sender should have proved itself by its beginning. */
function took({ whole, bytes }: CollectedBody, { arrival, log }: ReadParts): boolean {
  if (!whole || bytes.length > UNPROVEN_BYTES) return false;
  arrival.grow(bytes.length);
  log.bytes.wire = bytes.length;
  log.bytes.decoded = bytes.length;
  return true;
}

/** Waits for the end of a body, or until it cannot be accepted any more. Gives why no more came, or why its beginning cannot be read. */
async function collect({ contentType }: SoapRequest, collected: CollectedBody, parts: ReadParts): Promise<unknown> {
  const { fast, receive, intake, arrival, log } = parts;
  const charset = charsetOf(contentType);
  let isKnown = false;
  let look: HeaderLook | undefined;
  const failure = await collected.end((piece) => {
    arrival.grow(piece.length);
    // Of a body that comes in pieces the header is read as soon as it is there: until then its sender is nobody.
    if (piece.length > 0 && look === undefined && !isKnown && (!collected.whole || arrival.late)) {
      isKnown = fast.look(piece, charset, receive);
      // It said who it is from, and they are not let in: nothing that follows would make it acceptable.
      if (!isKnown && arrival.introduced) return false;
      if (!isKnown) look = new HeaderLook(intake(), arrival, charset);
    }
    look?.take(piece);
    return !arrival.full && !arrival.late && look?.isHopeless !== true;
  });
  log.bytes.wire = collected.bytes.length;
  log.bytes.decoded = collected.bytes.length;
  // Of what cannot be read the first reading may have seen a little more.
  return look?.error ?? failure;
}

/** A request in which nothing is wrong, when it is written in the usual way. */
function readFast({ contentType }: SoapRequest, { bytes }: CollectedBody, parts: ReadParts): ReadRequest | undefined {
  const { fast, receive, arrival, log, keyring } = parts;
  const taken = arrival.full || arrival.late ? undefined : fast.read(bytes, charsetOf(contentType), receive);
  if (taken === undefined) return undefined;
  log.adopt(new Findings(taken.visitor.party.policy));
  log.digest = keyring.digestOf(bytes);
  return taken;
}

/** Reads the beginning of a message as far as its header, for who sent it. Whatever else is in it is left to those who read all of it. */
class HeaderLook {
  /** Why it cannot be read. */
  error: unknown;
  readonly #document: XmlBytes;

  constructor(
    private readonly intake: MessageIntake,
    private readonly arrival: Arrival,
    charset: string | undefined,
  ) {
    this.#document = new XmlBytes(intake.envelope, { charset });
  }

  /** Nothing that follows would make the message acceptable. */
  get isHopeless(): boolean {
    return this.error !== undefined || this.intake.shouldStopReading;
  }

  take(piece: Uint8Array): void {
    try {
      for (let at = 0; at < piece.length && !this.arrival.introduced && !this.isHopeless; at += STEP)
        this.#document.write(piece.subarray(at, at + STEP));
    } catch (error) {
      this.error = error;
    }
  }
}
