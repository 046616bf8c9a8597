import type { ClientBase } from 'pg';
import type { Committed } from '../../store.js';
import type { SliceCells } from '../../tables/cells.js';
import type { DeliveryHead } from '../../tables/operation.js';
import { askPlaces, type Places, placesOf, writeEntries } from '../audit/audit-entries.js';
import { AUDIT_SHARED, lockChains } from '../connection/locks.js';
import { type Asked, plain } from '../connection/trip.js';
import { Acceptance } from './acceptance.js';
import { BY_INDEX } from './by-index.js';
import { type Question, tripWith } from './question.js';
import { SliceIntake } from './slice.js';

const BEGIN = plain('BEGIN');
const COMMIT = plain('COMMIT');
const ROLLBACK = plain('ROLLBACK');

/** A message of one slice. */
export interface WholeMessage {
  readonly head: DeliveryHead;
  readonly rows: SliceCells;
  /** Who writes, as the audit says it. */
  readonly actor: string;
}

interface Intake {
  readonly acceptance: Acceptance;
  readonly slice: SliceIntake;
}

/**
 * Stores messages of distinct schools in one transaction of two trips: what they are decided on, then everything. A third one is needed where a key
 * of a result was used for another pupil or test. Errors: of PostgreSQL, of the connection, `StoreError`; then none of them is stored, unless
 * the connection went away during the commit.
 */
export async function acceptTogether(client: ClientBase, messages: readonly WholeMessage[]): Promise<readonly Committed[]> {
  const intakes = messages.map(({ head, rows, actor }) => ({
    acceptance: new Acceptance(head, actor),
    slice: new SliceIntake(head, rows, undefined),
  }));
  try {
    return await accept(client, intakes);
  } catch (error) {
    // A connection that is gone has taken its transaction along.
    await tripWith(client, [ROLLBACK]).catch(() => undefined);
    throw error;
  }
}

async function accept(client: ClientBase, intakes: readonly Intake[]): Promise<readonly Committed[]> {
  const schools = intakes.map(({ acceptance }) => acceptance.head.school);
  let places: Places | undefined;
  const askedPlaces: Question = {
    asked: askPlaces(intakes.map(({ acceptance }) => acceptance.entry)),
    take: (answer) => {
      places = placesOf(answer);
    },
  };
  const questions = intakes.flatMap(({ acceptance, slice }) => [...acceptance.questions(), ...slice.questions()]);
  await tripWith(client, [BEGIN, ...lockChains(schools), BY_INDEX, AUDIT_SHARED], [askedPlaces, ...questions]);
  const decided = intakes.map((intake) => ({ ...intake, decision: intake.acceptance.decide() }));
  const fresh = decided.filter(({ decision }) => decision.kind === 'new');
  const written = decided.filter(({ decision }) => decision.kind !== 'refused');
  if (written.length === 0) await tripWith(client, [ROLLBACK]);
  else {
    const writes: Asked[] = decided.flatMap(({ acceptance, slice, decision }) => {
      if (decision.kind === 'again') return [...acceptance.writeAgain(decision)];
      return decision.kind === 'new' ? [...acceptance.writeHead(), ...slice.write(acceptance.open)] : [];
    });
    const entries = writeEntries(
      written.map(({ acceptance }) => acceptance.entry),
      places!,
    );
    const last = fresh.flatMap(({ acceptance, slice }) => slice.lastQuestions(acceptance.open));
    const ends = () => [...fresh.flatMap(({ acceptance }) => acceptance.writeEnd()), ...entries, COMMIT];
    if (last.length > 0) await tripWith(client, writes, last);
    await tripWith(client, last.length > 0 ? ends() : [...writes, ...ends()]);
  }
  return decided.map(({ acceptance, decision }) => (decision.kind === 'new' ? acceptance.stored() : decision.value));
}
