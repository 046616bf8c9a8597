import { supplied } from '../../core/supplied.js';
import { type Goal, type GoalRelation, RELATION_TYPES, type RelationType } from '../goal-set.js';
import { goalUri } from '../goal-uri.js';
import { isObject, type JsonObject, listAt, nameAt, objectAt, optionalTextAt, restOf, textAt } from './fields.js';
import { type Fate, ledgerOf } from './file-ledger.js';
import type { GoalSetDraft, Placed } from './goal-set-draft.js';
import { GoalSetError } from './goal-set-error.js';
import { GOAL_SET_LIMITS } from './goal-set-limits.js';
import { readLevel } from './read-level.js';
import { type GivenHead, readHead } from './set-head.js';

/** What this gateway says in a package beyond what CASE has fields for. */
export const CASE_EXTENSION = 'nl.uwlr-gateway';

const ITEM = ['identifier', 'uri', 'fullStatement', 'humanCodingScheme', 'CFItemType', 'educationLevel', 'CFDocumentURI', 'extensions'];
const ASSOCIATION = ['identifier', 'associationType', 'originNodeURI', 'destinationNodeURI', 'extensions'];

/** CASE has no other words for these. */
const TYPES: ReadonlyMap<unknown, RelationType> = new Map([
  ['isChildOf', 'isChildOf'],
  ['isPartOf', 'isPartOf'],
  ['exactMatchOf', 'exactMatchOf'],
  ['isRelatedTo', 'isRelatedTo'],
  ['replacedBy', 'replacedBy'],
  ['exemplar', 'exemplifies'],
]);

const STATUSES: ReadonlyMap<unknown, string> = new Map([
  ['Private Draft', 'concept'],
  ['Draft', 'concept'],
  ['Adopted', 'definitief'],
]);

export function isCasePackage(document: unknown): document is JsonObject {
  return isObject(document) && isObject(document['CFDocument']) && Array.isArray(document['CFItems']);
}

/** Reads a CFPackage of CASE 1.1 (1EdTech), and of 1.0. Throws `GoalSetError`. */
export function readCase(document: JsonObject, given: GivenHead): GoalSetDraft {
  const about = objectAt(document['CFDocument'], 'CFDocument');
  const documentId = nameAt(about['identifier'], 'CFDocument.identifier');
  const set = readHead(headOf(about), given, 'CFDocument');
  const items = listAt(document['CFItems'], 'CFItems', GOAL_SET_LIMITS.goals);
  const uris = new Map<string, string>();
  const goals = items.map((item, index): Placed<Goal> => {
    const place = `CFItems[${index}]`;
    const value = goalOf(objectAt(item, place), place, documentId);
    uris.set(nameAt((item as JsonObject)['identifier'], `${place}.identifier`), value.uri);
    return { value, place };
  });
  const left = new Map<string, string>();
  const rows = listAt(document['CFAssociations'] ?? [], 'CFAssociations', GOAL_SET_LIMITS.relations);
  const relations = rows.flatMap((row, index): readonly Placed<GoalRelation>[] => {
    const place = `CFAssociations[${index}]`;
    const value = relationOf(objectAt(row, place), place, { uris, documentId, left, publisher: set.publisher ?? 'unknown' });
    return value === undefined ? [] : [{ value, place }];
  });
  const lines = [...left].map(([path, note]) => ({
    path,
    count: Number(note.split(' ', 1)[0]),
    kept: false,
    note: note.slice(note.indexOf(' ') + 1),
  }));
  return { set, goals, relations, ledger: [...ledgerOf(document, fateOf), ...lines] };
}

function headOf(about: JsonObject): JsonObject {
  const own = extensionOf(about)['set'];
  if (isObject(own)) return own;
  const {
    identifier,
    uri,
    title,
    version,
    publisher,
    creator,
    lastChangeDateTime,
    adoptionStatus,
    officialSourceURL,
    licenseURI,
    notes,
    subject,
    extensions: _,
    CFPackageURI: __,
    ...rest
  } = about;
  const licence = isObject(licenseURI) ? (licenseURI['uri'] ?? licenseURI['title']) : licenseURI;
  const head: Record<string, unknown> = {
    key: identifier,
    version: version ?? (typeof lastChangeDateTime === 'string' ? lastChangeDateTime.slice(0, 10) : undefined),
    uri,
    title,
    publisher: publisher ?? creator,
    publicationStatus: STATUSES.get(adoptionStatus),
    source: officialSourceURL,
    licence,
    notes,
    subject: Array.isArray(subject) ? subject.join(', ') : subject,
    ...rest,
    lastChangeDateTime,
    adoptionStatus,
  };
  return Object.fromEntries(Object.entries(head).filter(([, value]) => value !== undefined));
}

function goalOf(item: JsonObject, place: string, documentId: string): Goal {
  const own = extensionOf(item);
  const id = nameAt(own['id'] ?? item['identifier'], `${place}.identifier`);
  const uri = goalUri(nameAt(item['uri'], `${place}.uri`));
  if (uri === undefined) throw new GoalSetError('namespace', `${place}.uri`, 'must be an absolute http, https or urn URI');
  const of = item['CFDocumentURI'];
  if (isObject(of) && of['identifier'] !== documentId)
    throw new GoalSetError('namespace', `${place}.CFDocumentURI`, 'is that of another document');
  const code = optionalTextAt(item['humanCodingScheme'], `${place}.humanCodingScheme`, GOAL_SET_LIMITS.name);
  const extra = isOurs(item) ? own['extra'] : restOf(item, ITEM);
  const description = optionalTextAt(own['description'], `${place}.extensions`, GOAL_SET_LIMITS.description);
  const levels = listAt(item['educationLevel'] ?? [], `${place}.educationLevel`, GOAL_SET_LIMITS.levels);
  return {
    uri,
    id,
    type: nameAt(item['CFItemType'] ?? 'goal', `${place}.CFItemType`),
    title: textAt(item['fullStatement'], `${place}.fullStatement`, GOAL_SET_LIMITS.title),
    ...supplied({ code, description }),
    levels:
      own['levels'] === undefined
        ? levels.map((level, index) => ({ title: nameAt(level, `${place}.educationLevel[${index}]`) }))
        : listAt(own['levels'], `${place}.extensions`, GOAL_SET_LIMITS.levels).map((level) => readLevel(level, `${place}.extensions`)),
    ...(own['replaces'] === undefined ? {} : { replaces: replacedBy(own['replaces'], `${place}.extensions`) }),
    ...(isObject(extra) ? { extra } : {}),
  };
}

function replacedBy(value: unknown, place: string): readonly string[] {
  return listAt(value, place, GOAL_SET_LIMITS.replaces).map((one) => {
    const uri = goalUri(nameAt(one, place));
    if (uri === undefined) throw new GoalSetError('field', place, 'must be URIs');
    return uri;
  });
}

interface Around {
  readonly uris: ReadonlyMap<string, string>;
  readonly documentId: string;
  /** Left out, with how often and why. */
  readonly left: Map<string, string>;
  readonly publisher: string;
}

function relationOf(row: JsonObject, place: string, { uris, documentId, left, publisher }: Around): GoalRelation | undefined {
  const own = extensionOf(row);
  const said = nameAt(row['associationType'], `${place}.associationType`);
  const type = RELATION_TYPES.find((one) => one === own['relation']) ?? TYPES.get(said);
  const leave = (path: string, why: string): undefined => {
    left.set(path, `${Number(left.get(path)?.split(' ', 1)[0] ?? 0) + 1} ${why}`);
  };
  if (type === undefined)
    return leave(`CFAssociations[] (${/^[A-Za-z:]{1,40}$/.test(said) ? said : 'another type'})`, 'no relation of this gateway');
  const end = (name: string): string | undefined => {
    const node = objectAt(row[name], `${place}.${name}`);
    const identifier = nameAt(node['identifier'], `${place}.${name}.identifier`);
    if (identifier === documentId) return undefined;
    const uri = uris.get(identifier) ?? goalUri(typeof node['uri'] === 'string' ? node['uri'] : identifier);
    if (uri === undefined) throw new GoalSetError('dangling', `${place}.${name}`, 'is no item of the package, and no URI of one elsewhere');
    return uri;
  };
  const [source, target] = [end('originNodeURI'), end('destinationNodeURI')];
  if (source === undefined || target === undefined)
    return leave('CFAssociations[] (to the document)', 'every goal without a parent is at the top');
  return {
    source,
    target,
    type,
    assertedBy: own['assertedBy'] === undefined ? publisher : nameAt(own['assertedBy'], `${place}.extensions`),
  };
}

/** Whether this gateway wrote it: then what else stands there was made at export. */
function isOurs({ extensions }: JsonObject): boolean {
  return isObject(extensions) && isObject(extensions[CASE_EXTENSION]);
}

function extensionOf(value: JsonObject): JsonObject {
  const extensions = value['extensions'];
  const own = isObject(extensions) ? extensions[CASE_EXTENSION] : undefined;
  return isObject(own) ? own : {};
}

function fateOf(place: string): Fate {
  const [top = '', field = ''] = place.split('.');
  if (top === 'CFDocument') return field === 'CFPackageURI' ? { kept: false, note: 'where the package itself was' } : { kept: true };
  if (top === 'CFItems[]') {
    if (field === 'CFDocumentURI') return { kept: true, note: 'the same for all' };
    return field === 'extensions' && !place.includes(CASE_EXTENSION) ? { kept: false, note: 'extension of somebody else' } : { kept: true };
  }
  if (top === 'CFAssociations[]') {
    if (!ASSOCIATION.includes(field.replace('[]', ''))) return { kept: false, note: 'about the association itself' };
    return field === 'identifier' ? { kept: false, note: 'made anew at export' } : { kept: true };
  }
  return { kept: false, note: 'no part of a goal set' };
}
