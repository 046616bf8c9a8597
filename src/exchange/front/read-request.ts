import type { Keyring } from '../../privacy/keys/keyring.js';
import { type BodyLimits, bodyChunks, isPlain } from '../../soap/endpoint/body.js';
import { CollectedBody } from '../../soap/endpoint/collected-body.js';
import type { SoapRequest } from '../../soap/endpoint/endpoint.js';
import { isInParts } from '../../soap/endpoint/multipart.js';
import { charsetOf, readMessage, refusingIncludes } from '../../soap/endpoint/read-message.js';
import { readXmlAtOnce, XmlBytes } from '../../soap/envelope/read-envelope.js';
import { XmlError } from '../../xml/xml-error.js';
import type { ExchangeLog } from '../exchange-log.js';
import { isGone, XML_RULES } from '../rule-of.js';
import type { Arrival } from './arrival.js';
import type { MessageIntake } from './message-intake.js';

/** A body of up to so many bytes is read when all of it is there. Larger ones are read as they come in. */
export const AT_ONCE_BYTES = 256 * 1024;
/** Bytes in which the beginning of a body is looked through for its header. */
const STEP = 1024;

export interface ReadParts {
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
export async function readRequest(request: SoapRequest, collected: CollectedBody | undefined, parts: ReadParts): Promise<MessageIntake> {
  const { arrival, log } = parts;
  const intake = parts.intake();
  const enough = () => arrival.full || arrival.late || intake.shouldStopReading;
  let whole = false;
  try {
    if (collected === undefined) await readStreamed(request, intake, enough, parts);
    else await readCollected(request, collected, intake, enough, parts);
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
  { envelope }: MessageIntake,
  enough: () => boolean,
  { arrival, log, keyring, limits }: ReadParts,
): Promise<void> {
  const digest = keyring.digest();
  await readMessage(bodyChunks(body, contentEncoding, limits, log.bytes), contentType, refusingIncludes(contentType, envelope), {
    onBytes: (chunk) => {
      digest.update(chunk);
      arrival.grow(chunk.length);
    },
    enough,
  });
  log.digest = digest.digest('hex');
}

async function readCollected(
  { contentType }: SoapRequest,
  collected: CollectedBody,
  { envelope }: MessageIntake,
  enough: () => boolean,
  { intake, arrival, log, keyring }: ReadParts,
): Promise<void> {
  const charset = charsetOf(contentType);
  let look: HeaderLook | undefined;
  const failure = await collected.end((piece) => {
    arrival.grow(piece.length);
    // Of a body that comes in pieces the header is read as soon as it is there: until then its sender is nobody.
    if (!collected.whole || arrival.late) look ??= new HeaderLook(intake(), arrival, charset);
    look?.take(piece);
    return !arrival.full && !arrival.late && look?.isHopeless !== true;
  });
  const { bytes, whole } = collected;
  log.bytes.wire = bytes.length;
  log.bytes.decoded = bytes.length;
  readXmlAtOnce(bytes, whole, envelope, { charset, enough });
  // Of what cannot be read the first reading may have seen a little more.
  if (look?.error !== undefined) throw look.error;
  if (failure !== undefined) throw failure;
  log.digest = keyring.digestOf(bytes);
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
