import type { ClientBase } from 'pg';
import { findingsOf, type Noticed } from '../../noticed.js';
import { runSoon, type Step } from '../../sql/script.js';
import type { Committed, StripRecord } from '../../store.js';
import { changesConcern } from '../../tables/directory/directory-concern.js';
import { type ExchangeCells, repeatedCells } from '../../tables/exchanges/exchange-columns.js';
import { exchangeContent } from '../../tables/exchanges/exchange-entry.js';
import type { DeliveryHead } from '../../tables/operation.js';
import { type NewEntry, newEntry } from '../audit/audit-entries.js';
import { stepAsked, stepValue } from '../connection/steps.js';
import { type Asked, trip } from '../connection/trip.js';
import { MessageAssessments } from './assessments.js';
import { askFacts, type Decision, decide, type Facts } from './decide.js';
import { storedNow, withFindings, writeExchange, writeFindings, writeHead, writeRequestKey, writeStreamed } from './head-writes.js';
import type { OpenMessage } from './open-message.js';
import type { Question } from './question.js';

/** What is noticed of a message that was stored; undefined: nothing. */
function noticedOf({ otherPupil, otherTest, isSameMoment: sameMoment }: OpenMessage): Noticed | undefined {
  return otherPupil + otherTest === 0 && !sameMoment ? undefined : { otherPupil, otherTest, sameMoment };
}

/** A message on its way into the store, but for its slices: asked, decided, written, ended. In one transaction, under the lock of its school. */
export class Acceptance {
  private readonly assessments: MessageAssessments;
  private facts: Facts | undefined;
  private decided: Decision | undefined;
  /** The entry in the audit. Its chain and list of fields stay the same, whatever is decided. */
  private ownEntry: NewEntry;
  private openMessage: OpenMessage | undefined;

  /** `actor`: who writes, as the audit says it. Throws `StoreError('failed')` for a message whose entry would not have the shape that the audit must have. */
  constructor(
    readonly head: DeliveryHead,
    private readonly actor: string,
  ) {
    this.assessments = new MessageAssessments(head.assessments);
    this.ownEntry = this.entryOf(head.exchange);
  }

  get entry(): NewEntry {
    return this.ownEntry;
  }

  questions(): readonly Question[] {
    const facts = askFacts(this.head, (read) => {
      this.facts = read;
    });
    return [facts, ...this.assessments.questions(this.head.school)];
  }

  /** After the answers. Another version of the directory counts only when something changed that concerns the message: that takes a trip more. */
  async decide(client: ClientBase): Promise<Decision> {
    const { head, facts } = this;
    const changed = head.directory !== undefined && head.directory !== facts!.directory;
    const answer = async (step: Step) => stepValue(step, (await trip(client, stepAsked(step)))[Symbol.iterator]());
    return this.decideBy(changed && (await runSoon(changesConcern(head, facts!.directory), answer)));
  }

  private decideBy(isDirectoryPast: boolean): Decision {
    const { head } = this;
    const facts = this.facts!;
    this.decided = decide(head, facts, isDirectoryPast);
    if (this.decided.kind === 'again') this.ownEntry = this.entryOf(repeatedCells(head.exchange, this.decided.repeats));
    if (this.decided.kind === 'new') {
      this.openMessage = {
        ...{ head, exchange: facts.exchange, source: facts.source, isIrregular: facts.irregular === 1, hasRoster: facts.has_roster === 1 },
        ...{ isSameMoment: this.decided.isSameMoment, activities: new Map(), shared: [] },
        ...{ results: 0, revised: 0, otherPupil: 0, otherTest: 0 },
      };
    }
    return this.decided;
  }

  /** The message, which was decided to be new. */
  get open(): OpenMessage {
    return this.openMessage!;
  }

  /** What is written of a message that repeats another one. */
  writeAgain({ repeats, keepsKey }: Extract<Decision, { kind: 'again' }>): readonly Asked[] {
    const { head } = this;
    const facts = this.facts!;
    const nothing = { results: 0, revised: 0 };
    return [
      writeExchange(repeatedCells(head.exchange, repeats), facts),
      ...(keepsKey ? writeRequestKey(head, facts.exchange, nothing) : []),
    ];
  }

  /** What is written of a new one before its slices. */
  writeHead(): readonly Asked[] {
    const facts = this.facts!;
    return [writeExchange(this.cells(), facts), ...writeHead(this.head, facts), ...this.assessments.write(this.open)];
  }

  /** What is written after them, once it is known what came out meanwhile. */
  writeEnd(): readonly Asked[] {
    const { head, open } = this;
    const isLate = open.otherPupil + open.otherTest > 0;
    return [...writeRequestKey(head, open.exchange, open), ...(isLate ? [writeFindings(this.cells(), open.exchange)] : [])];
  }

  /** The same for one that took many slices. */
  writeStreamEnd(strips: readonly StripRecord[]): readonly Asked[] {
    return [...this.writeEnd(), writeStreamed(strips, this.open.exchange, storedNow(this.facts!))];
  }

  /** What became of it. */
  stored(): Committed {
    const { results, revised } = this.open;
    const noticed = noticedOf(this.open);
    return { kind: 'stored', results, revised, ...(noticed !== undefined && { noticed }) };
  }

  /** The record, with what was noticed so far. */
  private cells(): ExchangeCells {
    const noticed = noticedOf(this.open);
    return noticed === undefined ? this.head.exchange : withFindings(this.head.exchange, findingsOf(noticed));
  }

  private entryOf(cells: ExchangeCells): NewEntry {
    return newEntry(exchangeContent(cells, this.actor), this.head.fields);
  }
}
