import { supplied } from '../../../core/supplied.js';
import { childAt, childrenOf, everyIn, type XmlTree } from '../../../xml/tree.js';
import { XmlWriter } from '../../../xml/writer.js';
import { groupedBy } from '../../grouped.js';
import type { ActivitySelector, MappingRow } from '../../mapping.js';
import type { ReadMapping } from '../read-mapping.js';
import { Gathering, type WrittenMapping } from './format.js';
import { joinedRows } from './joined-rows.js';

const LOM = 'http://www.imsglobal.org/xsd/imsmd_v1p2';

/** Purposes of classifications that are learning goals. A discipline is a subject, and a level is no goal. */
const GOAL_PURPOSES = ['educational objective', 'competency'];

/** Catalogs of identifiers that say more about a test. */
const VERSION = 'versie';
const PART = 'toetsonderdeelcode';
const CODE = 'toetscode';

/**
 * Reads a mapping from descriptions of learning objects (NL-LOM, in either binding of LOM): an identifier is the toetscode, and the last taxon
 * of each classification as an educational objective or a competency is a goal. Identifiers of the catalogs `versie` and
 * `toetsonderdeelcode` narrow it.
 */
export function mappingOfNlLom(root: XmlTree): ReadMapping {
  const found = new Gathering();
  for (const lom of everyIn(root, 'lom')) {
    if (found.isFull) break;
    const activities = activitiesOf(lom);
    if (activities.length === 0) found.problem(`line ${lom.line}`, 'has no identifier');
    for (const classification of childrenOf(lom, 'classification')) takeClassification(found, classification, activities);
  }
  return found.end();
}

function takeClassification(found: Gathering, classification: XmlTree, activities: readonly ActivitySelector[]): void {
  const purpose = textOf(childAt(classification, 'purpose', 'value')).toLowerCase();
  if (!GOAL_PURPOSES.includes(purpose)) {
    found.leaveOut('classifications that are no learning goals');
    return;
  }
  for (const path of childrenOf(classification, 'taxonpath')) {
    const source = textOf(childAt(path, 'source'));
    const taxa = childrenOf(path, 'taxon');
    const id = textOf(childAt(taxa.at(-1), 'id'));
    const place = `line ${path.line}`;
    if (id === '') found.problem(place, 'has no taxon with an id');
    else
      for (const activity of activities)
        found.take(place, { ...activity, goal: id, ...(isUri(source) && !isUri(id) ? { goalSet: source } : {}) });
  }
}

/** The tests that an object is, by its identifiers. */
function activitiesOf(lom: XmlTree): readonly ActivitySelector[] {
  const general = childAt(lom, 'general');
  const entries = general === undefined ? [] : [...childrenOf(general, 'catalogentry'), ...childrenOf(general, 'identifier')];
  const identifiers = entries
    .map((entry) => ({ catalog: textOf(childAt(entry, 'catalog')), id: textOf(childAt(entry, 'entry')) }))
    .filter(({ id }) => id !== '');
  const of = (catalog: string) => identifiers.find((one) => one.catalog.toLowerCase() === catalog)?.id;
  const [version, part] = [of(VERSION), of(PART)];
  return identifiers
    .filter(({ catalog }) => ![VERSION, PART].includes(catalog.toLowerCase()))
    .map(({ catalog, id }) => ({
      code: id,
      ...(isUri(catalog) ? { codeVocabulary: catalog } : {}),
      ...supplied({ version, part }),
    }));
}

/** Of an element that may have its text in a `langstring` or `string`. */
function textOf(element: XmlTree | undefined): string {
  if (element === undefined) return '';
  return element.text !== '' ? element.text : (element.children.map(textOf).find((text) => text !== '') ?? '');
}

function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^bk:/i.test(text);
}

/** A mapping as descriptions of tests with their goals as educational objectives. */
export function nlLomOfMapping(rows: readonly MappingRow[]): WrittenMapping {
  const fits = ({ product, hierarchy, partVocabulary }: ActivitySelector) =>
    product === undefined && hierarchy === undefined && partVocabulary === undefined;
  const { joined, leftOut } = joinedRows(rows, fits);
  const objects = groupedBy(joined, ({ activity }) => JSON.stringify(activity));
  const writer = new XmlWriter();
  writer.declaration().open('lomset', { xmlns: LOM });
  for (const [first, ...rest] of objects.values()) {
    if (first === undefined) continue;
    const { code, codeVocabulary = CODE, version, part } = first.activity;
    writer.open('lom').open('general');
    for (const [catalog, id] of [
      [codeVocabulary, code],
      [VERSION, version],
      [PART, part],
    ] as const) {
      if (id === undefined) continue;
      writer.open('catalogentry').leaf('catalog', catalog).open('entry').leaf('langstring', id, { 'xml:lang': 'x-none' }).close().close();
    }
    writer.close().open('classification');
    writer.open('purpose').open('source').leaf('langstring', 'LOMv1.0', { 'xml:lang': 'x-none' }).close();
    writer.open('value').leaf('langstring', 'educational objective', { 'xml:lang': 'x-none' }).close().close();
    for (const { goal, goalSet = 'http://purl.edustandaard.nl/begrippenkader' } of [first, ...rest]) {
      writer.open('taxonpath').open('source').leaf('langstring', goalSet, { 'xml:lang': 'x-none' }).close();
      writer.open('taxon').leaf('id', goal).close().close();
    }
    writer.close().close();
  }
  writer.close();
  return { pieces: [`${writer.toString()}\n`], leftOut };
}
