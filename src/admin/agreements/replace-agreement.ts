import { randomUUID } from 'node:crypto';
import { supplied } from '../../core/supplied.js';
import { keysOf } from '../../directory/authorise.js';
import type { Agreement, Directory, ExchangeKind, InfourlRule } from '../../directory/directory.js';
import { RESULTS_ONLY } from '../../privacy/fields/agreed-profile.js';
import { StoreError } from '../../store/store-error.js';
import type { Office } from '../office.js';
import { conflict, unfit } from '../refusal.js';
import { type AgreementChanges, agreementChanges } from './agreement-changes.js';
import { agreedFields } from './agreement-fields.js';
import { knownAgreement } from './known-agreement.js';
import { secondAgreement } from './second-agreement.js';

/** What is to be different; what is absent stays as it is. */
export interface AgreementRevision {
  /** From when on, as an ISO instant; absent: now, or when the agreement begins. */
  readonly from?: string;
  /** Null: no end. */
  readonly until?: string | null;
  /** Over UWLR. */
  readonly exchanges?: readonly ExchangeKind[];
  readonly profile?: string;
  /** Names of fields, see `makeFieldList`. Null: all that the profile has. */
  readonly fields?: readonly string[] | null;
  /** Over REST. */
  readonly scopes?: readonly string[];
  readonly purpose?: string;
  readonly infourl?: InfourlRule;
}

export interface ReplacedAgreement {
  /** The one that holds from `agreement.from` on. */
  readonly agreement: Agreement;
  /** The one that it takes the place of, as it was. */
  readonly replaces: Agreement;
  readonly changes: AgreementChanges;
  /** What the operator should know beside it. */
  readonly remarks: readonly string[];
}

interface Replacing {
  readonly store: Pick<Office['store'], 'directory' | 'replaceAgreement'>;
  readonly at: string;
}

/**
 * Puts another agreement in the place of one, in one transaction, so that there is no moment without. A message goes under the agreement
 * that holds when it arrives; a delivery, under the one that holds when it is sent. Throws `Refusal`, also when nothing would change.
 * `how.school`: only an agreement of this school. `how.dryRun`: says what would change, and changes nothing.
 */
export async function replaceAgreement(
  { store, at }: Replacing,
  id: string,
  revision: AgreementRevision,
  how: { readonly school?: string; readonly dryRun?: boolean } = {},
): Promise<ReplacedAgreement> {
  const directory = await store.directory();
  const before = knownAgreement(directory, id, how.school);
  const begins = before.from > at ? before.from : at;
  const { from = begins } = revision;
  if (from < at) throw unfit('the moment of the change must not be in the past');
  if (before.endedAt !== undefined || (before.until !== undefined && before.until <= from))
    throw conflict(`agreement ${id} is over by ${from}: make a new one with uwlr agreement add`);
  const { agreement, remarks } = revised(before, revision, from);
  const changes = agreementChanges(before, agreement);
  if (Object.keys(changes).length === 0 && (before.from <= at || from === before.from))
    throw unfit(`agreement ${id} says all of this already: give what has to change`);
  if (agreement.until !== undefined && agreement.until <= from) throw unfit('--until must be later than the moment of the change');
  const refusal = secondAgreement(directory, [agreement], id);
  if (refusal !== undefined) throw refusal;
  if (how.dryRun !== true) {
    await store.replaceAgreement(id, agreement, at).catch(async (error: unknown) => {
      // Somebody else replaced or ended it meanwhile.
      const isSecond = error instanceof StoreError && error.code === 'conflict';
      throw (isSecond ? secondAgreement(await store.directory(), [agreement], id) : undefined) ?? error;
    });
  }
  return { agreement, replaces: before, changes, remarks: [...remarks, ...remarkOnKeys(directory, agreement)] };
}

/** That no key of the party lasts as long as the agreement: one that was made with an agreement got its end. */
function remarkOnKeys(directory: Directory, { party, school, exchanges, from, until }: Agreement): readonly string[] {
  const keys = keysOf(directory, party, from, school);
  const lasts = keys.some(({ until: end }) => end === undefined || (until !== undefined && until <= end));
  if (exchanges.includes('rest') || lasts || directory.parties.get(party)?.role === 'client') return [];
  const last = keys
    .flatMap(({ until: end }) => end ?? [])
    .toSorted()
    .at(-1);
  const ends = last === undefined ? 'is over by then' : `ends at ${last}, before the agreement does`;
  return [`Note: the autorisatiesleutel of ${party} for school ${school} ${ends}; uwlr key rotate gives another.`];
}

function revised(
  before: Agreement,
  revision: AgreementRevision,
  from: string,
): { readonly agreement: Agreement; readonly remarks: readonly string[] } {
  const { until: end, fields: _, endedAt: __, scopes: ___, ...kept } = before;
  const { until = end ?? null, purpose = before.purpose, infourl = before.infourl } = revision;
  const { remarks, ...fields } = before.exchanges.includes('rest') ? overRest(before, revision) : overUwlr(before, revision);
  const term = { from, ...(until === null ? {} : { until }) };
  return { agreement: { ...kept, id: randomUUID(), ...fields, purpose, ...term, infourl }, remarks };
}

type Fields = Pick<Agreement, 'exchanges' | 'profile' | 'fields' | 'scopes'> & { readonly remarks: readonly string[] };

function overRest(before: Agreement, { exchanges, profile, fields, scopes = before.scopes }: AgreementRevision): Fields {
  if (exchanges !== undefined || profile !== undefined || fields !== undefined)
    throw unfit('this agreement is for reading over REST: it has scopes, and no exchanges, profile or fields');
  return { exchanges: before.exchanges, profile: before.profile, ...supplied({ scopes }), remarks: [] };
}

/** Fields that nobody names stay as they are, as far as they are of an exchange that stays, unless the profile changes. */
function overUwlr(before: Agreement, { exchanges = before.exchanges, profile, fields, scopes }: AgreementRevision): Fields {
  if (scopes !== undefined) throw unfit('this agreement is for UWLR: it has a profile and fields, and no scopes');
  if (exchanges === before.exchanges && profile === undefined && fields === undefined) {
    return { exchanges, profile: before.profile, ...supplied({ fields: before.fields }), remarks: [] };
  }
  const resultsOnly = exchanges.every((kind) => kind === 'leerresultaten');
  const stays = profile ?? (resultsOnly ? RESULTS_ONLY : before.profile === RESULTS_ONLY ? undefined : before.profile);
  const kept = profile === undefined ? before.fields?.filter((path) => exchanges.some((kind) => path.startsWith(ROOTS[kind]))) : undefined;
  if (fields === undefined && kept !== undefined && exchanges.every((kind) => before.exchanges.includes(kind)))
    return { exchanges, profile: stays ?? before.profile, fields: kept, remarks: [] };
  const given = fields === null || fields === undefined ? {} : { fields };
  return { exchanges, ...agreedFields({ exchanges, ...supplied({ profile: stays }), ...given }) };
}

/** How the paths of an exchange begin. */
const ROOTS: Readonly<Record<ExchangeKind, string>> = {
  leerlinggegevens: 'leerlinggegevens/',
  leerresultaten: 'leerresultaten_verzoek/',
  rest: '-',
};
