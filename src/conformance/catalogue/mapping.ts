import { supplied } from '../../core/supplied.js';
import type { Requirement } from '../requirement.js';

const OURS = 'docs/goals.md, Mappings';

function entry(id: string, strength: Requirement['strength'], en: string, nl: string, notTestable?: string): Requirement {
  return {
    id,
    role: 'mapping',
    versions: [],
    strength,
    source: OURS,
    status: 'confirmed',
    en,
    nl,
    ...supplied({ notTestable }),
  };
}

/** What a file has to be that says which activities of a vendor are about which goals. It is our own interface: UWLR has none for it. */
export const MAPPING_REQUIREMENTS: readonly Requirement[] = [
  entry('MAPPING-01', 'MUST', 'Each row of a mapping can be read.', 'Elke regel van een koppeling is te lezen.'),
  entry(
    'MAPPING-02',
    'MUST',
    'No two rows say different things of one link.',
    'Geen twee regels zeggen iets anders over dezelfde koppeling.',
  ),
  entry('MAPPING-03', 'MUST', 'Each goal that is named is one of a goal set.', 'Elk genoemd doel is een doel uit een doelenset.'),
  entry(
    'MAPPING-04',
    'MUST',
    'A code of a goal stands beside the URI of its goal set.',
    'Bij een code van een doel staat de URI van de doelenset.',
  ),
  entry('MAPPING-05', 'MUST', 'A code of a goal means one goal of its set.', 'Een code van een doel hoort bij één doel van de set.'),
  entry('MAPPING-06', 'SHOULD', 'No goal was replaced by its publisher.', 'Geen doel is door de uitgever vervangen.'),
  entry(
    'MAPPING-07',
    'SHOULD',
    'Each link says how activity and goal fit, in coverage.',
    'Elke koppeling zegt in coverage hoe activiteit en doel bij elkaar passen.',
  ),
  entry(
    'MAPPING-08',
    'SHOULD',
    'Each goal of the vendor that activities are about goes with a goal of a goal set.',
    'Elk doel van de leverancier waar activiteiten over gaan, hoort bij een doel uit een doelenset.',
  ),
  entry(
    'MAPPING-09',
    'SHOULD',
    'Each goal of the vendor that goes with a goal of a goal set has an activity.',
    'Elk doel van de leverancier dat bij een doel uit een doelenset hoort, heeft een activiteit.',
  ),
  entry('MAPPING-10', 'SHOULD', 'Each goal of the vendor has a title.', 'Elk doel van de leverancier heeft een titel.'),
  entry(
    'MAPPING-11',
    'SHOULD',
    'A file holds nothing that a mapping has no room for.',
    'Een bestand bevat niets waar een koppeling geen plaats voor heeft.',
  ),
  entry(
    'MAPPING-12',
    'SHOULD',
    'Each activity of the vendor is in the mapping.',
    'Elke activiteit van de leverancier staat in de koppeling.',
    'only results show which activities a vendor has: see uwlr goals unmapped',
  ),
];
