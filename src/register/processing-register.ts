import { supplied } from '../core/supplied.js';
import { agreementOf, agreementsBetween, inForce, keysOf } from '../directory/authorise.js';
import type { Agreement, Directory, ExchangeKind, InfourlRule, Party, School } from '../directory/directory.js';
import { nameOf } from '../directory/party-name.js';
import type { DataClass, Terms } from '../privacy/data-class.js';
import {
  type Activity,
  type Direction,
  type Moved,
  type MovedInFiles,
  type MovedUnattributed,
  movedInFiles,
  movedUnattributed,
  movedUnder,
} from './moved.js';
import { pupilRegisterFields, type RegisterField, resultRegisterFields } from './register-fields.js';

export type { Direction };

/** What moves one way in an exchange. An exchange that goes both ways is in the register twice. */
export interface RegisterExchange extends Moved {
  readonly kind: ExchangeKind;
  readonly direction: Direction;
  /** None where scopes say what may be read. */
  readonly fields: readonly RegisterField[];
  /** Of `rest`: those that let data go this way. */
  readonly scopes?: readonly string[];
  /** What is kept of links to details; for results only. */
  readonly infourl?: InfourlRule;
  /** True: nothing goes under it now, as another agreement in force goes before it. Earlier versions let two overlap. */
  readonly yields?: true;
}

export interface RegisterEntry {
  readonly agreement: string;
  /** `name`: what people call it, see `nameOf`. */
  readonly party: Required<Pick<Party, 'klantcode' | 'name' | 'role'>>;
  readonly purpose: string;
  readonly profile: string;
  readonly exchanges: readonly RegisterExchange[];
  /** ISO instants. */
  readonly from: string;
  readonly until?: string;
  readonly endedAt?: string;
  /** `never`: it was replaced or ended before it began. */
  readonly state: 'in-force' | 'not-yet' | 'over' | 'never';
  /** Keys and tokens that open it now. */
  readonly keys: number;
}

/**
 * Who gets or gives what of a school's pupils and staff, for what, since and until when (AVG, article 30): all of it follows from the
 * agreements, those that are over too. Names no pupil.
 */
export interface ProcessingRegister {
  readonly school: Pick<School, 'id' | 'name' | 'pausedAt' | 'heldSince' | 'statement'>;
  /** ISO instant. */
  readonly madeAt: string;
  readonly entries: readonly RegisterEntry[];
  /** ISO instant of the last roster that the school took from a file, without an agreement. Absent: there is none. */
  readonly lastFile?: string;
  /** What somebody at the gateway read from a file, or wrote to one. */
  readonly files: MovedInFiles;
  /** Messages of which no agreement is on record, as an older version took them. */
  readonly unattributed: readonly MovedUnattributed[];
  readonly retention: readonly { readonly class: DataClass; readonly days: number }[];
}

export interface RegisterSources {
  /** ISO instant. */
  readonly at: string;
  readonly terms: Terms;
  /** See `ProcessingRegister`. */
  readonly lastFile?: string | undefined;
  readonly activity: Activity;
}

/** In force first, then what is to come, then what is over; the newest of each first. */
const ORDER = ['in-force', 'not-yet', 'over', 'never'] as const;

/** The register of one school. */
export function processingRegister(directory: Directory, school: School, sources: RegisterSources): ProcessingRegister {
  const { at, terms, lastFile, activity } = sources;
  const entries = agreementsBetween(directory, { school: school.id })
    .flatMap((agreement) => entryOf(directory, agreement, sources))
    .sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state) || (one.from < other.from ? 1 : -1));
  const { id, name, pausedAt, heldSince, statement } = school;
  return {
    school: {
      id,
      name,
      ...supplied({ pausedAt, heldSince, statement }),
    },
    madeAt: at,
    entries,
    ...supplied({ lastFile }),
    files: movedInFiles(activity),
    unattributed: movedUnattributed(activity),
    retention: (Object.entries(terms) as [DataClass, number][]).map(([name, days]) => ({ class: name, days })),
  };
}

function entryOf(directory: Directory, agreement: Agreement, { at, activity }: RegisterSources): RegisterEntry[] {
  const party = directory.parties.get(agreement.party);
  if (party === undefined) return [];
  const { id, purpose, profile, from, until, endedAt } = agreement;
  const { klantcode, role } = party;
  return [
    {
      agreement: id,
      party: { klantcode, name: nameOf(party), role },
      purpose,
      profile,
      exchanges: agreement.exchanges.flatMap((kind) =>
        exchangesOf(agreement, kind, role).map((one) => ({
          ...one,
          ...(isYielding(directory, agreement, kind, at) ? { yields: true as const } : {}),
          ...movedUnder(activity, id, kind, one.direction),
        })),
      ),
      from,
      ...supplied({ until, endedAt }),
      state: stateOf(agreement, at),
      keys: openersOf(directory, agreement, at),
    },
  ];
}

function stateOf(agreement: Agreement, at: string): RegisterEntry['state'] {
  const { from, endedAt } = agreement;
  if (inForce(agreement, at)) return 'in-force';
  if (endedAt !== undefined && endedAt <= from) return 'never';
  return endedAt === undefined && at < from ? 'not-yet' : 'over';
}

/** Whether another agreement goes before this one: see `agreementOf`. Those for `rest` add up. */
function isYielding(directory: Directory, agreement: Agreement, kind: ExchangeKind, at: string): boolean {
  if (kind === 'rest' || !inForce(agreement, at)) return false;
  return agreementOf(directory, agreement.school, agreement.party, kind, at)?.id !== agreement.id;
}

/** A scope with which a client delivers data; every other one reads. */
const isWriting = (scope: string): boolean => scope.endsWith(':write');

/** Which way an exchange goes, and with what. */
type Way = Omit<RegisterExchange, keyof Moved | 'yields'>;

function exchangesOf(agreement: Agreement, kind: ExchangeKind, role: Party['role']): readonly Way[] {
  const { infourl } = agreement;
  if (kind === 'rest') return restExchanges(agreement);
  if (kind === 'leerresultaten') {
    // An EA delivers results. Everybody else is a target that they go on to: an administration, a webhook, Edu-V, files.
    return [{ kind, direction: role === 'ea' ? 'from-party' : 'to-party', fields: resultRegisterFields(agreement), infourl }];
  }
  return [{ kind, direction: role === 'las' ? 'from-party' : 'to-party', fields: pupilRegisterFields(agreement) }];
}

/** What the client reads goes to it; the results that it posts come from it. */
function restExchanges(agreement: Agreement): readonly Way[] {
  const { scopes = [], infourl } = agreement;
  const writing = scopes.filter(isWriting);
  const reading = scopes.filter((scope) => !isWriting(scope));
  const to: Way = { kind: 'rest', direction: 'to-party', fields: [], scopes: reading };
  const from: Way = { kind: 'rest', direction: 'from-party', fields: resultRegisterFields(agreement), scopes: writing, infourl };
  return [...(reading.length === 0 ? [] : [to]), ...(writing.length === 0 ? [] : [from])];
}

/** Autorisatiesleutels over the school for SOAP, tokens and client keys for REST; none of them opens what is not in force. */
function openersOf(directory: Directory, agreement: Agreement, at: string): number {
  if (!inForce(agreement, at)) return 0;
  const { school, party, exchanges } = agreement;
  const overSoap = exchanges.some((kind) => kind !== 'rest');
  const overRest = exchanges.includes('rest');
  const own = keysOf(directory, party, at, school);
  const bearer = directory.tokens
    .by('client', party)
    .filter(({ createdAt, ...token }) => token.school === school && inForce({ ...token, from: createdAt }, at));
  const proofs = directory.clientKeys.by('party', party).filter((one) => inForce(one, at));
  return (overSoap ? own.length : 0) + (overRest ? bearer.length + proofs.length : 0);
}
