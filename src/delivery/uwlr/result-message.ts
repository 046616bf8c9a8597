import { cooperate } from '../../exchange/cooperate.js';
import type { Assessment, Result } from '../../model/result.js';
import { RESULTAAT } from '../../model/results/result-paths.js';
import type { MayHave } from '../../privacy/minimise/agreed-figures.js';
import { isDistorted, letsResultsThrough, mayHaveOf } from '../../privacy/minimise/agreed-result.js';
import type { DeliveryLoss, ItemOutcome, OutgoingContent, OutgoingItem } from '../../store/outbox-store.js';
import { EncodeError } from '../../uwlr/grammar/encode-error.js';
import { type ResultMessage, type SayingOptions, sayResults } from './say-results.js';

export interface MessageOptions extends Omit<SayingOptions, 'schoolYear' | 'key'> {
  readonly key: (content: OutgoingContent) => ResultKey;
  /** Throws `EncodeError`. */
  readonly write: (message: ResultMessage) => string;
  /** Results in the message, at most. */
  readonly maxItems: number;
  /** Bytes of it, at most, unless one result alone has more. */
  readonly maxBytes: number;
}

/** The key by which the receiver knows a result. */
export interface ResultKey {
  readonly key: string;
  /** It is not the key that its vendor gave. */
  readonly loss?: DeliveryLoss;
}

export interface WrittenMessage {
  /** Absent: none of the items can be in a message. */
  readonly text?: string;
  /** What becomes of those that are in it, once the receiver has taken it. */
  readonly inside: ReadonlyMap<string, ItemOutcome>;
  /** What became of the others: they cannot be said, or have to go in a later message. */
  readonly outside: ReadonlyMap<string, ItemOutcome>;
}

/** One for all: a batch goes to the thread of the store with its outcomes. */
const DELIVERED: ItemOutcome = { kind: 'delivered' };
const PART_NOT_AGREED: DeliveryLoss = { path: `/${RESULTAAT}/toetsonderdeelcode`, reason: 'not-in-profile' };

interface Candidate {
  readonly delivery: string;
  readonly result: Result;
  readonly key: string;
  readonly losses: readonly DeliveryLoss[];
}

/**
 * One message of BrengLeerresultaten with as many of the items as go together: of one school year, each test in one version and of one
 * vendor, each result once. The same items give the same message each time.
 */
export async function writeResults(
  items: readonly OutgoingItem[],
  assessments: readonly Assessment[],
  options: MessageOptions,
): Promise<WrittenMessage> {
  for (const saying of ['together', 'alone'] as const) {
    const draft = new Draft(assessments, options, saying);
    await cooperate(draft.choose(items));
    const written = draft.write();
    if (written !== undefined) return written;
  }
  throw new RangeError('results that are said alone always come out');
}

/** What the results in one message have in common, or may have only once. */
class MessageRoom {
  #schoolYear: string | undefined;
  readonly #keys = new Set<string>();
  /** Results that were turned away: a later revision of one may not go before it. */
  readonly #turnedAway = new Set<string>();
  /** Per code of a test, whose test it is and which version: a message defines each code once. */
  readonly #tests = new Map<string, string>();

  constructor(private readonly most: number) {}

  /** False: a result with this key has to go in a later message. */
  fits(result: Result, key: string): boolean {
    const test = this.#tests.get(result.activity.code);
    const fits =
      this.#keys.size < this.most &&
      (this.#schoolYear ?? result.schoolYear) === result.schoolYear &&
      !this.#keys.has(key) &&
      !this.#turnedAway.has(key) &&
      (test === undefined || test === testOf(result));
    if (!fits) this.#turnedAway.add(key);
    return fits;
  }

  take(result: Result, key: string): void {
    this.#schoolYear = result.schoolYear;
    this.#keys.add(key);
    this.#tests.set(result.activity.code, testOf(result));
  }

  get schoolYear(): string {
    if (this.#schoolYear === undefined) throw new RangeError('a message without results has no school year');
    return this.#schoolYear;
  }
}

/**
 * `together`: all results are said at once, and if nothing is lost of them, nothing is lost of any. It takes a fraction of the time. `alone`: each is
 * said by itself first, to see what is lost of it.
 */
type Saying = 'alone' | 'together';

class Draft {
  readonly #outside = new Map<string, ItemOutcome>();
  readonly #tests: ReadonlyMap<string, Assessment>;
  readonly #may: MayHave;
  readonly #room: MessageRoom;
  /** By pseudonym. */
  readonly #pupils = new Map<string, Result>();
  /** Losses of all of them would be those of each. */
  #alike = true;
  #chosen: Candidate[] = [];

  constructor(
    assessments: readonly Assessment[],
    private readonly options: MessageOptions,
    private readonly saying: Saying,
  ) {
    this.#tests = new Map(assessments.map((test) => [testName(test.source.party, test.code.value, test.version?.value), test]));
    this.#may = mayHaveOf(options.terms);
    this.#room = new MessageRoom(options.maxItems);
  }

  *choose(items: readonly OutgoingItem[]): Generator<void> {
    for (const { delivery, kind, content } of items) {
      // UWLR has no way to take a result back.
      if (kind === 'withdrawal') this.#outside.set(delivery, notExpressible([{ path: `/${RESULTAAT}`, reason: 'withdrawn' }]));
      // Nor to say which goals it is about, or what a signal says.
      else if (kind !== 'result') this.#outside.set(delivery, { kind: 'cancelled', reason: 'not-expressible' });
      else if (content === undefined) this.#outside.set(delivery, { kind: 'cancelled', reason: 'erased' });
      else if (!letsResultsThrough(this.#may)) this.#outside.set(delivery, { kind: 'cancelled', reason: 'no-agreement' });
      else if (isDistorted(content.result, this.#may)) this.#outside.set(delivery, notExpressible([PART_NOT_AGREED]));
      else this.#consider(delivery, content);
      yield;
    }
  }

  /** Undefined: something of a result is lost, or may be, and it takes saying them alone to see of which. */
  write(): WrittenMessage | undefined {
    while (this.#chosen.length > 0) {
      const { message, losses } = this.#say(this.#chosen);
      if (this.saying === 'together' && (losses.length > 0 || !this.#alike)) return undefined;
      const text = message === undefined ? undefined : this.#written(message);
      if (message === undefined || text === undefined) {
        this.#findUnwritable();
        continue;
      }
      const bytes = Buffer.byteLength(text);
      if (bytes <= this.options.maxBytes || this.#chosen.length === 1)
        return { text, inside: this.#inside(message), outside: this.#outside };
      this.#keep(Math.floor((this.#chosen.length * this.options.maxBytes) / bytes));
    }
    return { inside: new Map(), outside: this.#outside };
  }

  #consider(delivery: string, content: OutgoingContent): void {
    const { result } = content;
    const { key, loss } = this.options.key(content);
    if (!this.#room.fits(result, key)) {
      this.#outside.set(delivery, { kind: 'deferred' });
      return;
    }
    const losses = loss === undefined ? [] : [loss];
    if (this.saying === 'alone') {
      const said = this.#say([{ result, key }]);
      losses.push(...said.losses);
      if (said.message === undefined) {
        this.#outside.set(delivery, notExpressible(losses));
        return;
      }
    } else this.#alike &&= this.#isAlike(result);
    this.#room.take(result, key);
    this.#chosen.push({ delivery, result, key, losses });
  }

  /** Whether a result among others is said as it would be alone: not by another ECK iD, nor with a test that is put together from all of them. */
  #isAlike(result: Result): boolean {
    const { eckId } = this.#pupils.get(result.learner) ?? result;
    this.#pupils.set(result.learner, result);
    return eckId === result.eckId && this.#tests.has(testOf(result));
  }

  #say(candidates: readonly Pick<Candidate, 'result' | 'key'>[]): ReturnType<typeof sayResults> {
    const keys = new Map(candidates.map(({ result, key }) => [result, key]));
    const tests = new Set(candidates.flatMap(({ result }) => this.#tests.get(testOf(result)) ?? []));
    const results = candidates.map(({ result }) => result);
    const schoolYear = results[0]?.schoolYear as string;
    return sayResults(results, [...tests], { ...this.options, schoolYear, key: (result) => keys.get(result) as string });
  }

  /** Undefined: the grammar forbids something in it. */
  #written(message: ResultMessage): string | undefined {
    try {
      return this.options.write(message);
    } catch (error) {
      if (error instanceof EncodeError) return undefined;
      throw error;
    }
  }

  /** What the grammar forbids is found one by one. Where each can be written and all of them cannot, they go one by one too. */
  #findUnwritable(): void {
    const before = this.#chosen.length;
    this.#chosen = this.#chosen.filter((candidate) => {
      const { message } = this.#say([candidate]);
      if (message !== undefined && this.#written(message) !== undefined) return true;
      this.#outside.set(candidate.delivery, notExpressible([...candidate.losses, { path: `/${RESULTAAT}`, reason: 'value-not-allowed' }]));
      return false;
    });
    if (this.#chosen.length === before) this.#keep(1);
  }

  /** The others have to wait: the first few go. */
  #keep(count: number): void {
    for (const { delivery } of this.#chosen.splice(Math.max(count, 1))) this.#outside.set(delivery, { kind: 'deferred' });
  }

  /** What could be said alone, and is not in the message with the others, goes in another. */
  #inside({ keys }: ResultMessage): Map<string, ItemOutcome> {
    const inside = new Map<string, ItemOutcome>();
    for (const { delivery, key, losses } of this.#chosen) {
      if (keys.has(key)) inside.set(delivery, losses.length === 0 ? DELIVERED : { kind: 'delivered', losses });
      else this.#outside.set(delivery, { kind: 'deferred' });
    }
    return inside;
  }
}

function notExpressible(losses: readonly DeliveryLoss[]): ItemOutcome {
  return { kind: 'dead', reason: 'not-expressible', losses };
}

function testOf({ source, activity }: Result): string {
  return testName(source.party, activity.code, activity.version);
}

function testName(party: string, code: string, version = ''): string {
  return `${party}\0${code}\0${version}`;
}
