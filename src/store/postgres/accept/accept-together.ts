import type { ClientBase } from 'pg';
import type { Committed } from '../../store.js';
import type { SliceCells } from '../../tables/cells.js';
import type { DeliveryHead } from '../../tables/operation.js';
import { askPlaces, type Places, placesOf, writeEntries } from '../audit/audit-entries.js';
import { BEGIN, COMMIT, ROLLBACK } from '../connection/bounds.js';
import { AUDIT_SHARED, lockChains, lockChainsSoon } from '../connection/locks.js';
import type { Asked } from '../connection/trip.js';
import { Acceptance } from './acceptance.js';
import type { Decision } from './decide.js';
import { PLANNED_ONCE } from './planned-once.js';
import { type Question, tripWith } from './question.js';
import { queueResults } from './queue.js';
import { storeSignals, withSignals } from './signals.js';
import { SliceIntake } from './slice.js';

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

type Decided = Intake & { readonly decision: Decision };

/**
 * Stores messages of distinct schools in one transaction of two trips: what they are decided on, then everything. A third one is needed where a key
 * of a result was used for another pupil or test. Errors: of PostgreSQL (55P03 soon, where there are several
 * and the lock of one of their schools is not to be had), of the connection, `StoreError`; then none of them is stored, unless
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
  const places = await askAll(client, intakes);
  const decided: Decided[] = [];
  for (const intake of intakes) decided.push({ ...intake, decision: await intake.acceptance.decide(client) });
  const written = decided.filter(({ decision }) => decision.kind !== 'refused');
  if (written.length === 0) await tripWith(client, [ROLLBACK]);
  else await writeAll(client, written, places);
  return decided.map(({ acceptance, decision }) => (decision.kind === 'new' ? acceptance.stored() : decision.value));
}

/** The first trip. Gives the places of the entries in the audit. */
async function askAll(client: ClientBase, intakes: readonly Intake[]): Promise<Places> {
  const schools = intakes.map(({ acceptance }) => acceptance.head.school);
  const locks = schools.length > 1 ? lockChainsSoon(schools) : lockChains(schools);
  let places: Places | undefined;
  const entries: Question = {
    asked: askPlaces(intakes.map(({ acceptance }) => acceptance.entry)),
    take: (answer) => {
      places = placesOf(answer);
    },
  };
  const questions = intakes.flatMap(({ acceptance, slice }) => [...acceptance.questions(), ...slice.questions()]);
  await tripWith(client, [BEGIN, ...locks, PLANNED_ONCE, AUDIT_SHARED], [entries, ...questions]);
  return places!;
}

/** The second one, and those that are seldom needed in between. */
async function writeAll(client: ClientBase, written: readonly Decided[], places: Places): Promise<void> {
  const fresh = written.filter(({ decision }) => decision.kind === 'new');
  const writes = written.flatMap(writesOf);
  const questions = fresh.flatMap(({ acceptance, slice }) => slice.lastQuestions(acceptance.open));
  const signals = fresh.flatMap(({ acceptance }) => withSignals(acceptance.open));
  const isKnown = questions.length + signals.length === 0;
  if (!isKnown) await tripWith(client, writes, questions);
  for (const { open, batch } of signals) await storeSignals(client, open, batch);
  const entries = written.map(({ acceptance }) => acceptance.entry);
  const ends = [...fresh.flatMap(({ acceptance }) => acceptance.writeEnd()), ...writeEntries(entries, places), COMMIT];
  await tripWith(client, isKnown ? [...writes, ...ends] : ends);
}

function writesOf({ acceptance, slice, decision }: Decided): readonly Asked[] {
  if (decision.kind === 'again') return acceptance.writeAgain(decision);
  if (decision.kind !== 'new') return [];
  const { open } = acceptance;
  return [...acceptance.writeHead(), ...slice.write(open), ...queueResults(open)];
}
