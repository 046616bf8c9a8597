import { type GoalSet, LEGAL_STATUSES, type LegalStatus, PUBLICATION_STATUSES, type PublicationStatus } from '../goal-set.js';
import { goalUri } from '../goal-uri.js';
import { type JsonObject, nameAt, optionalTextAt, restOf } from './fields.js';
import { GoalSetError } from './goal-set-error.js';
import { GOAL_SET_LIMITS } from './goal-set-limits.js';

/** What somebody says of a set beside its file; it wins over what the file says. */
export type GivenHead = Partial<Omit<GoalSet, 'extra'>>;

/** The members of `set` in a file that have a field of their own. What else stands there is kept as it is. */
const KNOWN = [
  'key',
  'id',
  'version',
  'uri',
  'title',
  'publisher',
  'publicationStatus',
  'legalStatus',
  'sector',
  'subject',
  'lawFrom',
  'lawUntil',
  'published',
  'source',
  'licence',
  'notes',
];

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._ +-]{0,99}$/;
const DAY = /\d{4}-\d{2}-\d{2}/;

/** How SLO writes it. Any other word says nothing certain. */
const STATUS_WORDS: ReadonlyMap<string, PublicationStatus> = new Map([
  ['concept', 'concept'],
  ['definitief concept', 'definitiefConcept'],
  ['definitief', 'definitief'],
]);

/** The set that a file describes, with `given` in the place of what it says. `place` is that of `file`. Throws `GoalSetError`. */
export function readHead(file: JsonObject, given: GivenHead, place: string): GoalSet {
  const at = (name: string): string => (place === '' ? name : `${place}.${name}`);
  const text = (name: keyof GivenHead & string, most: number): string | undefined =>
    (given[name] as string | undefined) ?? optionalTextAt(file[name], at(name), most);
  const id = idOf(given.id ?? nameAt(file['key'] ?? file['id'], at('key')), at('key'));
  const version = versionOf(
    given.version ?? optionalTextAt(file['version'], at('version'), GOAL_SET_LIMITS.name) ?? dayIn(file['date']),
    at,
  );
  const written = text('uri', GOAL_SET_LIMITS.name);
  const uri = written === undefined ? setUri(id, version) : goalUri(written);
  if (uri === undefined) throw new GoalSetError('field', at('uri'), 'must be an absolute http, https or urn URI');
  const raw = restOf(file, KNOWN);
  const optional = {
    publisher: text('publisher', GOAL_SET_LIMITS.name),
    sector: text('sector', GOAL_SET_LIMITS.name),
    subject: text('subject', GOAL_SET_LIMITS.name),
    lawFrom: dayAt(text('lawFrom', 10), at('lawFrom')),
    lawUntil: dayAt(text('lawUntil', 10), at('lawUntil')),
    published: dayAt(text('published', 10), at('published')) ?? dayIn(file['date']),
    source: text('source', GOAL_SET_LIMITS.description),
    licence: text('licence', GOAL_SET_LIMITS.description),
    notes: text('notes', GOAL_SET_LIMITS.description),
    extra: raw,
  };
  return {
    id,
    version,
    uri,
    title: given.title ?? nameAt(file['title'], at('title')),
    status: given.status ?? statusOf(file, at),
    legalStatus: given.legalStatus ?? legalStatusOf(file['legalStatus'], at('legalStatus')),
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<GoalSet>),
  };
}

/** The URI of a version of a set whose file gives none. */
export function setUri(id: string, version: string): string {
  return `urn:uwlr-gateway:goal-set:${id}:${encodeURIComponent(version)}`;
}

/** The first day in a text. */
export function dayIn(value: unknown): string | undefined {
  return typeof value === 'string' ? DAY.exec(value)?.[0] : undefined;
}

export function statusFromWords(value: unknown): PublicationStatus {
  return (typeof value === 'string' ? STATUS_WORDS.get(value.trim().toLowerCase()) : undefined) ?? 'unknown';
}

function idOf(id: string, place: string): string {
  if (ID.test(id)) return id;
  throw new GoalSetError('field', place, 'must begin with a letter or digit, and hold only those and . _ - (at most 100)');
}

function versionOf(version: string | undefined, at: (name: string) => string): string {
  if (version === undefined) throw new GoalSetError('field', at('version'), 'the file names no version or date: give --set-version');
  if (VERSION.test(version)) return version;
  throw new GoalSetError(
    'field',
    at('version'),
    'must begin with a letter or digit, and hold only those, spaces and . _ + - (at most 100)',
  );
}

function statusOf(file: JsonObject, at: (name: string) => string): PublicationStatus {
  const own = file['publicationStatus'];
  if (own === undefined) return statusFromWords(file['status']);
  const status = PUBLICATION_STATUSES.find((one) => one === own);
  if (status === undefined) throw new GoalSetError('field', at('publicationStatus'), `must be one of ${PUBLICATION_STATUSES.join(', ')}`);
  return status;
}

function legalStatusOf(value: unknown, place: string): LegalStatus {
  if (value === undefined) return 'published';
  const status = LEGAL_STATUSES.find((one) => one === value);
  if (status === undefined) throw new GoalSetError('field', place, `must be one of ${LEGAL_STATUSES.join(', ')}`);
  return status;
}

function dayAt(day: string | undefined, place: string): string | undefined {
  if (day === undefined || (DAY.test(day) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day))) return day;
  throw new GoalSetError('field', place, 'must be a day such as 2026-08-01');
}
