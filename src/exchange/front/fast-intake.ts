import { supplied } from '../../core/supplied.js';
import { SOAP_11 } from '../../soap/envelope/envelope.js';
import { readFastEnvelope } from '../../soap/envelope/fast-envelope.js';
import type { ReadMessage } from '../../uwlr/decode.js';
import { NO_EXTENSIONS } from '../../uwlr/extensions.js';
import { namespacesOf, readFastMessage } from '../../uwlr/fast/fast-message.js';
import { FastPieces } from '../../uwlr/fast/fast-pieces.js';
import { FastReader } from '../../uwlr/fast/fast-reader.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { compile } from '../../uwlr/grammar/compile.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { type Root, versionsOf } from '../../uwlr/grammar/grammar.js';
import { type Autorisatie, autorisatie, autorisatie1 } from '../../uwlr/messages/autorisatie.js';
import { decline, unlessDeclined } from '../../xml/fast/decline.js';
import { openCursor } from '../../xml/fast/open-cursor.js';
import { Scopes } from '../../xml/fast/scope.js';
import type { FastTag, TextCursor } from '../../xml/fast/text-cursor.js';
import type { ReadsAhead, XmlReader } from '../../xml/reader.js';
import type { MessageIntake } from './message-intake.js';
import type { Reception, Visitor } from './visitor.js';

const HEADERS = [autorisatie, autorisatie1];
/** Bytes in which a header stands. */
const NEAR = 4096;

/** A request of a known sender in which nothing was found. */
export interface FastRequest {
  readonly visitor: Visitor;
  readonly root: Root;
  readonly message: ReadMessage;
}

/**
 * Reads whole requests that are right, and written as most programs write them, in a fraction of the time that `MessageIntake` takes. It leaves all
 * others to that.
 */
export class FastIntake {
  readonly #scopes: Scopes;

  constructor(
    private readonly roots: readonly Root[],
    private readonly extensions: Extensions,
  ) {
    this.#scopes = new Scopes(new Set([SOAP_11, ...namespacesOf([...HEADERS, ...roots], extensions)]));
  }

  /**
   * `charset`: what the Content-Type says, if anything. `receive` is asked who the header is from when a message that is known here begins;
   * nothing more is read for a sender who may not go on. Undefined: `MessageIntake` is to read it, and finds the same header.
   */
  read(bytes: Buffer, charset: string | undefined, receive: (header: Autorisatie) => Reception): FastRequest | undefined {
    return unlessDeclined(() => {
      const cursor = openCursor(bytes, charset);
      let header: Autorisatie;
      let request: FastRequest | undefined;
      readFastEnvelope(cursor, this.#scopes, {
        header: (tag) => {
          header = readHeader(cursor, tag);
        },
        body: (tag) => {
          const root = rootOf(this.roots, tag);
          const visitor = receive(header).visitor ?? decline();
          const { version } = visitor.party;
          const options = { extensions: this.extensions, ...supplied({ version }) };
          request = { visitor, root, message: readFastMessage(cursor, tag, root, options) };
        },
      });
      return request;
    });
  }

  /**
   * Asks who a request is from of which the beginning is here, when that is written in the usual way as far as the begin of its message. False: the
   * sender is not known by it.
   */
  look(beginning: Buffer, charset: string | undefined, receive: (header: Autorisatie) => Reception): boolean {
    let isKnown = false;
    unlessDeclined(() => {
      const cursor = openCursor(beginning.subarray(0, NEAR), charset);
      let header: Autorisatie;
      readFastEnvelope(cursor, this.#scopes, {
        header: (tag) => {
          header = readHeader(cursor, tag);
        },
        body: (tag) => {
          rootOf(this.roots, tag);
          isKnown = receive(header).visitor !== undefined;
          // The rest is not looked at.
          decline();
        },
      });
    });
    return isKnown;
  }

  /** Reads what is usual in a message that `intake` takes in while it streams by. */
  ahead(reader: XmlReader, intake: MessageIntake): ReadsAhead {
    return new FastPieces(reader, () => intake.message, this.#scopes, this.extensions);
  }
}

function readHeader(cursor: TextCursor, tag: FastTag): Autorisatie {
  const root = rootOf(HEADERS, tag);
  const compiled = compile(root, versionsOf(root).at(-1) as UwlrVersion);
  return new FastReader(cursor, compiled, NO_EXTENSIONS).read(tag) as Autorisatie;
}

function rootOf(roots: readonly Root[], { uri, local }: FastTag): Root {
  return roots.find(({ element }) => element.name === local && element.schema.namespace === uri) ?? decline();
}
