import { supplied } from '../core/supplied.js';
import type { ExchangeKind } from '../directory/directory.js';
import { EXPORT, IMPORT, POSTING } from '../exchange/operations.js';
import { QUESTIONS } from '../model/roster/roster-questions.js';
import type { DisclosureActivity } from '../store/rights-store.js';
import type { ExchangeActivity } from '../store/store.js';

/** Whom the data go to: the other side, or this gateway. */
export type Direction = 'to-party' | 'from-party';

/** How much moved, as far as the records of it are still kept. */
export interface Moved {
  readonly messages: number;
  /** How many of those may not have left the gateway: it stopped while they were being sent, or an older version put them on record. */
  readonly unsure?: number;
  /** ISO instant of the last. */
  readonly last?: string;
}

/** Messages of a party of which no agreement is on record. */
export interface MovedUnattributed extends Moved {
  /** Klantcode. */
  readonly party: string;
  readonly operation: string;
}

/** What moved for a school. */
export interface Activity {
  readonly exchanges: readonly ExchangeActivity[];
  readonly disclosures: readonly DisclosureActivity[];
}

/** What the records of deliveries call them. */
const DELIVERY = 'result.deliver';
/** What exchange records call the messages of an exchange. */
const PUPILS: readonly string[] = QUESTIONS.map(({ operation }) => operation);
const RESULTS = 'BrengLeerresultaten';
/** Results of one pupil in a file of another school, or for one. */
export const IMPORT_DOSSIER = 'ImportDossier';
export const EXPORT_DOSSIER = 'ExportDossier';

/** What moved one way in an exchange under an agreement. */
export function movedUnder({ exchanges, disclosures }: Activity, agreement: string, kind: ExchangeKind, direction: Direction): Moved {
  const messages = exchanges.filter((one) => one.agreement === agreement);
  const given = disclosures.filter((one) => one.agreement === agreement);
  if (kind === 'leerlinggegevens') return sumOf(messages.filter(({ operation }) => PUPILS.includes(operation)));
  if (direction === 'from-party') return sumOf(messages.filter(({ operation }) => operation === (kind === 'rest' ? POSTING : RESULTS)));
  if (kind === 'leerresultaten') return sumOf(given.filter(({ operation }) => operation === DELIVERY));
  return sumOf(given.filter(({ operation }) => operation !== DELIVERY && !PUPILS.includes(operation)));
}

/** What somebody at the gateway itself wrote to a file, or read from one. */
export interface MovedInFiles {
  readonly read: Moved;
  readonly written: Moved;
  /** Results of a pupil that another school handed over, and that this one handed over. */
  readonly dossiersRead: Moved;
  readonly dossiersWritten: Moved;
}

/** Rosters and dossiers in files. */
export function movedInFiles({ exchanges, disclosures }: Activity): MovedInFiles {
  const of = (name: string) => sumOf(exchanges.filter(({ operation }) => operation === name));
  const dossiersWritten = sumOf(disclosures.filter(({ operation }) => operation === EXPORT_DOSSIER));
  return { read: of(IMPORT), written: of(EXPORT), dossiersRead: of(IMPORT_DOSSIER), dossiersWritten };
}

/** What moved before agreements were written down with it. Nobody guesses which one it was. */
export function movedUnattributed({ exchanges }: Activity): readonly MovedUnattributed[] {
  return exchanges.flatMap(({ agreement, party, operation, count, last }) => {
    const isKnown = agreement !== undefined || party === undefined || [IMPORT, EXPORT, IMPORT_DOSSIER].includes(operation);
    return isKnown ? [] : [{ party, operation, messages: count, last }];
  });
}

function sumOf(rows: readonly (Pick<ExchangeActivity, 'count' | 'last'> & Partial<Pick<DisclosureActivity, 'departure'>>)[]): Moved {
  const count = (some: typeof rows) => some.reduce((sum, row) => sum + row.count, 0);
  const unsure = count(rows.filter(({ departure = 'left' }) => departure !== 'left'));
  const last = rows
    .map((row) => row.last)
    .sort()
    .at(-1);
  return { messages: count(rows), ...(unsure === 0 ? {} : { unsure }), ...supplied({ last }) };
}
