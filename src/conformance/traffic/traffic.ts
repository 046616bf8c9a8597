import type { Exchange } from './exchange.js';

/** Bodies of a run that are kept whole, and of each that is not the beginning: reports have less of it. */
const MOST_WHOLE = 64 * 1024 * 1024;
const MOST_KEPT = 256 * 1024;

/** The exchanges of a run in memory, of large bodies the beginning. What leaves is masked first: see `src/conformance/mask/`. */
export class Traffic {
  readonly #exchanges: Exchange[] = [];
  #bytes = 0;

  readonly add = (exchange: Exchange): void => {
    const { request, answer } = exchange;
    this.#bytes += request.body.length + (answer?.body.length ?? 0);
    const isRoom = this.#bytes <= MOST_WHOLE;
    this.#exchanges.push(
      isRoom ? exchange : { ...exchange, request: shortened(request), ...(answer === undefined ? {} : { answer: shortened(answer) }) },
    );
  };

  get count(): number {
    return this.#exchanges.length;
  }

  since(count: number): readonly Exchange[] {
    return this.#exchanges.slice(count);
  }

  get all(): readonly Exchange[] {
    return this.#exchanges;
  }
}

/** To the end of a tag, so that no value and no character is cut in two. */
function shortened<M extends { readonly body: Buffer }>(message: M): M {
  const { body } = message;
  if (body.length <= MOST_KEPT) return message;
  const end = body.lastIndexOf('>', MOST_KEPT) + 1 || MOST_KEPT;
  // Of UTF-16 each character has an even number of bytes.
  const isWide = (body[0] ?? 0) >= 0xfe;
  return { ...message, body: Buffer.from(body.subarray(0, isWide ? end + (end % 2) : end)), bytes: body.length };
}
