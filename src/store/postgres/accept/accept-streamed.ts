import { setImmediate } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { Committed, Slice, StripRecord } from '../../store.js';
import type { DeliveryHead } from '../../tables/operation.js';
import type { SlicePacker } from '../../tables/results/slice-packer.js';
import { askPlaces, placesOf, writeEntries } from '../audit/audit-entries.js';
import { BEGIN, COMMIT, ROLLBACK } from '../connection/bounds.js';
import { AUDIT_SHARED, lockChains } from '../connection/locks.js';
import { type Answer, type Asked, trip } from '../connection/trip.js';
import { Acceptance } from './acceptance.js';
import { PLANNED_ONCE } from './planned-once.js';
import { type Question, tripWith } from './question.js';
import { queueResults } from './queue.js';
import { storeSignals, withSignals } from './signals.js';
import { SliceIntake } from './slice.js';

/** A message in slices, which are made one by one. */
export interface StreamedMessage {
  readonly head: DeliveryHead;
  readonly packer: SlicePacker;
  readonly slices: Iterator<Slice>;
  /** Asked for after the last slice. */
  readonly strips: () => readonly StripRecord[];
  /** Who writes, as the audit says it. */
  readonly actor: string;
}

/** What was asked of the database, or is still to be. */
interface Due {
  readonly writes: readonly Asked[];
  readonly questions: readonly Question[];
}

/**
 * Stores a message in one transaction, with a trip for each slice: what is to be known of the next one is asked with what the one before writes.
 * The entry in the audit comes at the end, so that nobody who seals waits for all of it. Errors: as `acceptTogether`. It cannot be run again, as
 * its slices are made once.
 */
export async function acceptStreamed(client: ClientBase, message: StreamedMessage): Promise<Committed> {
  const acceptance = new Acceptance(message.head, message.actor);
  try {
    return await accept(client, message, acceptance);
  } catch (error) {
    await tripWith(client, [ROLLBACK]).catch(() => undefined);
    throw error;
  }
}

async function accept(client: ClientBase, { head, packer, slices, strips }: StreamedMessage, acceptance: Acceptance): Promise<Committed> {
  const opening = [BEGIN, ...lockChains([head.school]), PLANNED_ONCE];
  await tripWith(client, opening, acceptance.questions());
  const decision = await acceptance.decide(client);
  if (decision.kind === 'refused') {
    await tripWith(client, [ROLLBACK]);
    return decision.value;
  }
  if (decision.kind === 'again') {
    await end(client, acceptance, { writes: [], questions: [] }, () => acceptance.writeAgain(decision));
    return decision.value;
  }
  let due: Due = { writes: acceptance.writeHead(), questions: [] };
  for (let next = slices.next(); !next.done; next = slices.next()) {
    const slice = new SliceIntake(head, packer.pack(next.value), acceptance.open);
    await tripWith(client, due.writes, [...due.questions, ...slice.questions()]);
    due = { writes: slice.write(acceptance.open), questions: slice.lastQuestions(acceptance.open) };
    await setImmediate();
  }
  due = { ...due, writes: [...due.writes, ...queueResults(acceptance.open)] };
  for (const { open, batch } of withSignals(acceptance.open)) {
    await tripWith(client, due.writes, due.questions);
    due = { writes: [], questions: [] };
    await storeSignals(client, open, batch);
  }
  await end(client, acceptance, due, () => acceptance.writeStreamEnd(strips()));
  return acceptance.stored();
}

/** The last two trips: the place of the entry, then the rest. */
async function end(client: ClientBase, { entry }: Acceptance, due: Due, rest: () => readonly Asked[]): Promise<void> {
  let places: Answer | undefined;
  const asked: Question = {
    asked: askPlaces([entry]),
    take: (answer) => {
      places = answer;
    },
  };
  await tripWith(client, [...due.writes, AUDIT_SHARED], [...due.questions, asked]);
  await trip(client, [...rest(), ...writeEntries([entry], placesOf(places!)), COMMIT]);
}
