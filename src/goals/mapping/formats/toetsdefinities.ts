import { supplied } from '../../../core/supplied.js';
import type { Term } from '../../../model/result.js';
import { encodeToString } from '../../../uwlr/encode.js';
import { type Toetsdefinities, toetsdefinities } from '../../../uwlr/messages/toetsdefinities.js';
import { childAt, childrenOf, everyIn, type XmlTree } from '../../../xml/tree.js';
import { groupedBy } from '../../grouped.js';
import type { ActivitySelector, MappingRow } from '../../mapping.js';
import { isConcept } from '../../message-concepts.js';
import type { ReadMapping } from '../read-mapping.js';
import { Gathering, type ReadOptions, type WrittenMapping } from './format.js';
import { type JoinedRow, joinedRows } from './joined-rows.js';

/** Of `tpString256`, and of the version. */
const MOST_TEXT = 256;

/**
 * Reads a mapping from test definitions (UWLR): a toetscode, toetsonderdeelcode or entry of the toetshierarchie that is a concept, or a term of a
 * loaded set, is a goal of the test or its part. A vakgebied is a subject and never a goal.
 */
export function mappingOfToetsdefinities(root: XmlTree, { isGoal }: ReadOptions): ReadMapping {
  const found = new Gathering();
  const isAbout = (term: Term) => term.value !== '' && (isConcept(term) || isGoal(term.value, term.vocabulary));
  const take = (place: XmlTree, activity: ActivitySelector, term: Term) => {
    if (!isAbout(term)) found.leaveOut('terms that are no learning goals');
    else
      found.take(`line ${place.line}`, {
        ...activity,
        goal: term.value,
        ...supplied({ goalSet: term.vocabulary }),
      });
  };
  for (const toets of everyIn(root, 'toets')) {
    if (found.isFull) break;
    const code = termOf(childAt(toets, 'toetscode'));
    const version = childAt(toets, 'versie')?.text;
    if (code.value === '') {
      found.problem(`line ${toets.line}`, 'has no toetscode');
      continue;
    }
    const activity = { code: code.value, ...(version === undefined || version === '' ? {} : { version }) };
    take(toets, activity, code);
    const hierarchy = childAt(toets, 'toetshierarchie');
    for (const ingang of hierarchy === undefined ? [] : childrenOf(hierarchy, 'ingang')) take(ingang, activity, termOf(ingang));
    for (const part of everyIn(toets, 'toetsonderdeel')) {
      const term = termOf(childAt(part, 'toetsonderdeelcode'));
      take(part, { ...activity, part: term.value }, term);
    }
  }
  return found.end();
}

function termOf(element: XmlTree | undefined): Term {
  const vocabulary = element?.attributes.get('vocabulaire');
  return { value: element?.text ?? '', ...(vocabulary === undefined || vocabulary === '' ? {} : { vocabulary }) };
}

/** A mapping as test definitions: the goals of a test are entries of its toetshierarchie. There is no place for goals of parts. */
export function toetsdefinitiesOfMapping(rows: readonly MappingRow[]): WrittenMapping {
  const fits = ({ product, hierarchy, part, code = '' }: ActivitySelector) =>
    product === undefined && hierarchy === undefined && part === undefined && code.length <= MOST_TEXT;
  const { joined, leftOut } = joinedRows(rows, fits);
  const short = joined.filter(({ goal }) => goal.length <= MOST_TEXT);
  const tests = groupedBy(short, ({ activity }) => JSON.stringify(activity));
  const toets = [...tests.values()].flatMap(([first, ...rest]) => (first === undefined ? [] : [toetsOf(first.activity, [first, ...rest])]));
  const long = joined.length - short.length;
  return {
    pieces: toets.length === 0 ? [] : [`${encodeToString(toetsdefinities, '2.3', { toetsen: { toets } } as Toetsdefinities)}\n`],
    leftOut: [...leftOut, ...(long === 0 ? [] : [{ what: `goals of more than ${MOST_TEXT} characters`, count: long }])],
  };
}

function toetsOf({ code, codeVocabulary, version }: JoinedRow['activity'], links: readonly JoinedRow[]) {
  return {
    toetscode: bound(code, codeVocabulary),
    ...(version === undefined ? {} : { versie: bound(version, undefined) }),
    toetshierarchie: { ingang: links.map(({ goal, goalSet }, at) => ({ ...bound(goal, goalSet), niveau: String(at + 1) })) },
  };
}

function bound(value: string, vocabulaire: string | undefined) {
  return { value, ...supplied({ vocabulaire }) };
}
