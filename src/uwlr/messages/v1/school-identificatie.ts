import { optional, type schema, sequence } from '../../grammar/combinators.js';
import { tpBrinCode, tpDependanceCode } from '../school-identificatie.js';
import { tpString64 } from '../text-types.js';

/** Spec, section f: in 1.0 a school may be named in any combination of these, or not at all. */
export function schoolIdentificatie1({ element }: ReturnType<typeof schema>) {
  return sequence(
    optional(element('brincode', tpBrinCode, 'BRIN of the school')),
    optional(element('dependancecode', tpDependanceCode, 'Location; 00 is the same as none', { default: '00' })),
    optional(element('schoolkey', tpString64, 'Agreed key of the school')),
  );
}
