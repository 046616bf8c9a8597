import type { ClientBase } from 'pg';
import { MarkFile } from '../../files/mark-file.js';
import { runSoon, type Script, type Step } from '../../sql/script.js';
import { BEGIN, BEGIN_READING, COMMIT, ROLLBACK } from './bounds.js';
import { isRefusal } from './failure.js';
import { AUDIT_ALONE, type Chains, lockChains, SECRET_ALONE, SECRET_SHARED } from './locks.js';
import { queryAsked, stepAsked, stepValue } from './steps.js';
import { type Answer, type Asked, plain, trip } from './trip.js';
import { Unwritten } from './unwritten.js';

/** How a script is run. */
export type How =
  /** Each step by itself: for one that reads once. */
  | 'once'
  /** All that it reads as of one moment. */
  | 'reading'
  | Writing;

/** In a transaction of its own, which sees what was committed before each step. */
export interface Writing {
  /** Those whose only writer it is. It can write entries in the audit of these only. */
  readonly schools: Chains;
  /** Nobody else writes in the audit meanwhile, and nothing that has a place there is still to come: for what seals or cuts it. */
  readonly exclusiveAudit?: true;
  /** Whether it uses the secret, which stays the same meanwhile, or replaces it. */
  readonly secret?: 'used' | 'replaced';
  /** File of the marks of erasure. Without it there can be none. */
  readonly marks?: string | undefined;
}

/** Of nested ones the last counts. */
const SAVEPOINT = plain('SAVEPOINT taken_back');
const TAKE_BACK = [plain('ROLLBACK TO taken_back'), plain('RELEASE taken_back')];

/** Rows of a stream in one trip. */
const PIECE = 500;
/** Statements of `many` in one trip. */
const MOST = 500;

/** One run of a script. What begins its transaction, and other statements that give nothing, wait for the next trip. */
export class Run {
  private waiting: readonly Asked[];
  private readonly unwritten: Unwritten;
  private readonly markFile: MarkFile | undefined;
  private isOpen = false;
  /** The last step was asked. */
  private isLast = false;
  private isCommitting = false;
  /** What came of asking what the unwritten needs. */
  private asked: readonly Answer[] | undefined;
  private portals = 0;
  /** Scripts that are at work to be taken back. */
  private depth = 0;

  constructor(
    private readonly client: ClientBase,
    private readonly how: How,
  ) {
    this.waiting = openingOf(how);
    const { schools = [], exclusiveAudit, marks }: Partial<Writing> = typeof how === 'object' ? how : {};
    this.unwritten = new Unwritten(schools, exclusiveAudit === true);
    this.markFile = marks === undefined ? undefined : new MarkFile(marks);
  }

  async answer(step: Step): Promise<unknown> {
    if (this.isLast) throw new Error('a script asked something after its last step');
    switch (step.do) {
      case 'stream':
        return this.stream(step);
      case 'take-back':
        return this.takeBack(step.script);
      case 'audit':
        return this.writing().addEntry(step.entry);
      case 'mark':
        return this.writing().addMarks(step.marks);
      case 'many':
        return this.many(step);
      default:
        return stepValue(step, (await this.ask(stepAsked(step), step.last))[Symbol.iterator]());
    }
  }

  /** Nothing is sent where nothing was asked. */
  async end(): Promise<void> {
    const { unwritten } = this;
    if (unwritten.isEmpty) {
      if (this.isOpen) await this.commit([]);
      return;
    }
    this.asked ??= await this.send(unwritten.ask());
    const entries = unwritten.write(this.asked);
    if (unwritten.marks.length > 0) this.fileOfMarks().add(unwritten.marks);
    await this.commit(entries);
    this.markFile?.committed();
  }

  /** Takes it back. `error`: the reason. */
  async undo(error: unknown): Promise<void> {
    // Whether a commit came about that got no answer, nobody knows: then the marks hold.
    if (!this.isCommitting || isRefusal(error)) this.markFile?.undone();
    if (!this.isOpen) return;
    this.isOpen = false;
    // A connection that is gone has taken its transaction along.
    await trip(this.client, [ROLLBACK]).catch(() => undefined);
  }

  private async many(step: Extract<Step, { do: 'many' }>): Promise<number> {
    const asked = stepAsked(step);
    let count = 0;
    for (let at = 0; at < asked.length; at += MOST) {
      const isLast = at + MOST >= asked.length && step.last;
      for (const answer of await this.ask(asked.slice(at, at + MOST), isLast)) count += answer.count;
    }
    return count;
  }

  private async stream({ query, values, take }: Extract<Step, { do: 'stream' }>): Promise<void> {
    if (this.how === 'once') throw new Error('a stream needs a transaction');
    const asked = queryAsked(query, values);
    const name = `stream${++this.portals}`;
    for (let isOpen = false, hasMore = true; hasMore; isOpen = true) {
      const [answer] = await this.send([{ ...asked, portal: { name, rows: PIECE, isOpen } }]);
      for (const row of answer!.rows) take(row);
      hasMore = answer!.hasMore;
    }
  }

  private async takeBack<T>(script: Script<T>): Promise<T> {
    if (typeof this.how === 'string') throw new Error('a script that only reads has nothing to take back');
    const drop = this.unwritten.dropLater();
    this.waiting = [...this.waiting, SAVEPOINT];
    this.depth += 1;
    const value = await runSoon(script, (step) => this.answer(step));
    this.depth -= 1;
    const isUnused = this.waiting.at(-1) === SAVEPOINT;
    this.waiting = isUnused ? this.waiting.slice(0, -1) : [...this.waiting, ...TAKE_BACK];
    drop();
    return value;
  }

  /** The answers. With `isLast` the transaction is over, or all is ready for its end. */
  private async ask(asked: readonly Asked[], isLast = false): Promise<readonly Answer[]> {
    if (!isLast || this.how === 'once' || this.depth > 0) return this.send(asked);
    this.isLast = true;
    if (this.unwritten.isEmpty) return this.commit(asked);
    const answers = await this.send([...asked, ...this.unwritten.ask()]);
    this.asked = answers.slice(asked.length);
    return answers;
  }

  private async commit(asked: readonly Asked[]): Promise<readonly Answer[]> {
    this.isCommitting = true;
    const answers = await this.send([...asked, COMMIT]);
    this.isOpen = false;
    return answers;
  }

  /** The answers, without those of what waited. */
  private async send(asked: readonly Asked[]): Promise<readonly Answer[]> {
    const { waiting } = this;
    this.waiting = [];
    this.isOpen ||= waiting.length > 0;
    const answers = await trip(this.client, [...waiting, ...asked]);
    return answers.slice(waiting.length);
  }

  private writing(): Unwritten {
    if (typeof this.how === 'string') throw new Error('a script that writes was run as one that reads');
    return this.unwritten;
  }

  private fileOfMarks(): MarkFile {
    if (this.markFile === undefined) throw new Error('a script has marks, and there is no file for them');
    return this.markFile;
  }
}

function openingOf(how: How): readonly Asked[] {
  if (how === 'once') return [];
  if (how === 'reading') return [BEGIN_READING];
  const secret = { used: [SECRET_SHARED], replaced: [SECRET_ALONE], none: [] }[how.secret ?? 'none'];
  return [BEGIN, ...lockChains(how.schools), ...secret, ...(how.exclusiveAudit ? AUDIT_ALONE : [])];
}
