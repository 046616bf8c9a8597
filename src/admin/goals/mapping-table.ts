import { supplied } from '../../core/supplied.js';
import type { Directory } from '../../directory/directory.js';
import type { MappingTableOf } from '../../goals/mapping.js';
import { knownParty } from '../parties/known-party.js';
import { unfit } from '../refusal.js';

/** A table of the registry: of a party that there is and that delivers results, and of a school that there is. Throws `Refusal`. */
export function knownTable(directory: Directory, { party, school }: MappingTableOf): MappingTableOf {
  const { klantcode, role } = knownParty(directory, party, school === undefined ? [] : [school]);
  if (role === 'las') throw unfit(`party ${klantcode} is an administration: it has no activities of its own`);
  return { party: klantcode, ...supplied({ school }) };
}

/** A table in words: `the mapping of VERZONNEN-EA`, `the mapping of VERZONNEN-EA for 99XX`. */
export function tableText({ party, school }: MappingTableOf): string {
  return `the mapping of ${party}${school === undefined ? '' : ` for ${school}`}`;
}
