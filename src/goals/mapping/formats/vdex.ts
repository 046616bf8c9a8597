import { supplied } from '../../../core/supplied.js';
import type { Coverage } from '../../../model/goal-link.js';
import { COVERAGES } from '../../../model/goal-link.js';
import { childAt, childrenOf, everyIn, type XmlTree } from '../../../xml/tree.js';
import { XmlWriter } from '../../../xml/writer.js';
import type { LinkingRow, MappingRow, MappingTableOf } from '../../mapping.js';
import type { ReadMapping } from '../read-mapping.js';
import { fieldsOf, ROW_FIELDS, type RowFields } from '../row-fields.js';
import { Gathering, type ReadOptions, type WrittenMapping } from './format.js';

const VDEX = 'http://www.imsglobal.org/xsd/imsvdex_v1p0';

/** Vocabularies of our own, where VDEX asks for one. */
const OURS = {
  /** Goals that are written with no set beside them. */
  goals: 'urn:uwlr-gateway:goals',
  code: 'urn:uwlr-gateway:toetscode',
  part: 'urn:uwlr-gateway:toetsonderdeelcode',
  hierarchy: 'urn:uwlr-gateway:toetshierarchie',
  /** Rows that name more than one thing, as the fields of a query string: `code=KLOK&version=2`. */
  row: 'urn:uwlr-gateway:row',
  coverage: 'urn:uwlr-gateway:coverage',
} as const;

/** Kinds of relations of ISO 2788, as VDEX uses them: what the target is for the source. */
const ISO_2788: Readonly<Record<string, Coverage>> = {
  BT: 'broader',
  BTG: 'broader',
  BTP: 'broader',
  BTI: 'broader',
  NT: 'narrower',
  NTG: 'narrower',
  NTP: 'narrower',
  NTI: 'narrower',
};

/**
 * Reads a mapping from a VDEX list (IMS VDEX 1.0). Its terms are goals of the vendor, or what `terms` says; its relationships lead to terms
 * of other lists: public goals. `BT` and `NT` become broader and narrower. Any other kind of relationship says nothing of how they fit.
 */
export function mappingOfVdex(root: XmlTree, { terms = 'supplierGoal' }: ReadOptions): ReadMapping {
  const found = new Gathering();
  const own = childAt(root, 'vocabIdentifier')?.text ?? '';
  if (terms === 'supplierGoal') takeTerms(found, root);
  else for (const _ of everyTerm(root)) found.leaveOut('captions of terms that are no goals of the vendor');
  for (const relation of childrenOf(root, 'relationship')) {
    if (found.isFull) break;
    const source = childAt(relation, 'sourceTerm');
    const target = childAt(relation, 'targetTerm');
    const place = `line ${relation.line}`;
    if (source === undefined || target === undefined) found.problem(place, 'has no sourceTerm or no targetTerm');
    else {
      const from = fromOf(source, own, terms);
      const to = toOf(target, own);
      if (from === undefined) found.leaveOut('relationships of terms of other lists');
      else if (from.supplierGoal !== undefined && to.goal === undefined && Object.keys(from).length === 1)
        found.leaveOut('relationships between goals of the vendor');
      else found.take(place, { ...from, ...to, ...coverageOf(childAt(relation, 'relationshipType')) });
    }
  }
  return found.end();
}

function takeTerms(found: Gathering, root: XmlTree): void {
  for (const term of everyTerm(root)) {
    const id = childAt(term, 'termIdentifier')?.text;
    const title = langstring(childAt(term, 'caption'));
    if (id === undefined || title === undefined) continue;
    const description = langstring(childAt(term, 'description'));
    found.take(`line ${term.line}`, {
      supplierGoal: id,
      supplierGoalTitle: oneLine(title),
      ...(description === undefined ? {} : { supplierGoalDescription: oneLine(description) }),
    });
  }
}

function* everyTerm(element: XmlTree): Generator<XmlTree> {
  for (const term of childrenOf(element, 'term')) {
    yield term;
    yield* everyTerm(term);
  }
}

/** What a relationship is of; undefined: of a list that nobody here knows. */
function fromOf(source: XmlTree, own: string, terms: NonNullable<ReadOptions['terms']>): RowFields | undefined {
  const vocabulary = source.attributes.get('vocabularyIdentifier') ?? own;
  const id = source.text;
  if (vocabulary === OURS.row) return Object.fromEntries([...new URLSearchParams(id)].filter(([name]) => Object.hasOwn(ROW_FIELDS, name)));
  const ours = (['code', 'part', 'hierarchy'] as const).find((kind) => OURS[kind] === vocabulary);
  if (ours !== undefined) return { [ours]: id };
  if (vocabulary !== own) return undefined;
  if (terms === 'code') return { code: id, codeVocabulary: own };
  return terms === 'part' ? { part: id, partVocabulary: own } : { [terms]: id };
}

function toOf(target: XmlTree, own: string): RowFields {
  const vocabulary = target.attributes.get('vocabularyIdentifier') ?? own;
  if (vocabulary === own) return { supplierGoal: target.text };
  return { goal: target.text, ...(vocabulary === OURS.goals ? {} : { goalSet: vocabulary }) };
}

function coverageOf(type: XmlTree | undefined): RowFields {
  if (type?.attributes.get('source') === OURS.coverage) {
    const coverage = COVERAGES.find((one) => one === type.text);
    return supplied({ coverage });
  }
  const coverage = ISO_2788[type?.text.toUpperCase() ?? ''];
  return supplied({ coverage });
}

/** In Dutch where there is a choice. */
function langstring(element: XmlTree | undefined): string | undefined {
  const all = element === undefined ? [] : [...everyIn(element, 'langstring')];
  return (all.find((one) => one.attributes.get('language')?.startsWith('nl')) ?? all[0])?.text || undefined;
}

const WHITE_SPACE = /[ \t\n\r\u2028\u2029]+/g;

/** A text without the layout of the file: white space with a line break or tab in it becomes one space. Other spaces belong to the text. */
function oneLine(text: string): string {
  return text.replace(WHITE_SPACE, (run) => (/[^ ]/.test(run) ? ' ' : run)).trim();
}

/** A mapping as a VDEX list of the vendor's own goals, with relationships from activities to them, and from them to public goals. */
export function vdexOfMapping(rows: readonly MappingRow[], { party }: MappingTableOf): WrittenMapping {
  const writer = new XmlWriter();
  writer.declaration();
  writer.open('vdex', { xmlns: VDEX, profileType: 'thesaurus', orderSignificant: 'false', language: 'nl' });
  writer.leaf('vocabIdentifier', `urn:uwlr-gateway:supplier-goals:${encodeURIComponent(party)}`);
  for (const row of rows) {
    if (row.kind !== 'supplierGoal') continue;
    writer.open('term').leaf('termIdentifier', row.id);
    writer.open('caption').leaf('langstring', row.title, { language: 'nl' }).close();
    if (row.description !== undefined) writer.open('description').leaf('langstring', row.description, { language: 'nl' }).close();
    writer.close();
  }
  for (const row of rows) if (row.kind !== 'supplierGoal') writeLink(writer, row);
  writer.close();
  return { pieces: [`${writer.toString()}\n`], leftOut: [] };
}

function writeLink(writer: XmlWriter, row: LinkingRow): void {
  const { goal, goalSet, supplierGoal = '', coverage } = row;
  const [vocabulary, id] = sourceOf(row);
  writer.open('relationship');
  writer.leaf('sourceTerm', id, supplied({ vocabularyIdentifier: vocabulary }));
  if (goal === undefined) writer.leaf('targetTerm', supplierGoal);
  else writer.leaf('targetTerm', goal, { vocabularyIdentifier: goalSet ?? OURS.goals });
  writer.leaf('relationshipType', coverage, { source: OURS.coverage });
  writer.close();
}

/** What a link is of, as a term: in the plainest form that says all of it. */
function sourceOf(row: LinkingRow): readonly [vocabulary: string | undefined, id: string] {
  const { goal, goalSet: _, coverage: __, supplierGoal, ...rest } = fieldsOf(row);
  const named = Object.entries(rest);
  const [only] = named;
  if (row.kind === 'goal' && only === undefined) return [undefined, row.supplierGoal];
  const isPlain = row.kind === 'activity' && named.length === 1 && (goal === undefined || supplierGoal === undefined);
  if (isPlain && (only?.[0] === 'code' || only?.[0] === 'hierarchy')) return [OURS[only[0]], only[1]];
  const both = goal !== undefined && supplierGoal !== undefined ? { supplierGoal } : {};
  return [OURS.row, new URLSearchParams({ ...rest, ...both }).toString()];
}
