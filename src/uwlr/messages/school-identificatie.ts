import { choice, type ElementOptions, inVersions, optional, type schema, sequence } from '../grammar/combinators.js';
import { pattern, string } from '../grammar/strings.js';
import { tpString256 } from './text-types.js';

/** Spec c.1. Consecutive years are a rule of their own. */
export const tpSchooljaar = pattern('tpSchooljaar', '[1-2][0-9]{3}-[1-2][0-9]{3}', 'two years as in 2026-2027', {
  samples: ['2024-2025', '2025-2026', '1999-2000'],
  wrong: ['2024/2025', '24-25', '3024-3025', '2024-2025 ', '٢٠٢٤-٢٠٢٥'],
});

export const tpBrinCode = pattern('tpBrinCode', '[0-9]{2}[A-Z]{2}', 'two digits and two capitals as in 99XX', {
  samples: ['99XX', '99AB', '00ZZ'],
  wrong: ['99xx', '9XX', '99XXX', '99ÄX', ' 99XX', '٩٩XX'],
});

export const tpDependanceCode = pattern('tpDependanceCode', '[0-9]{2}', 'two digits', {
  samples: ['00', '01', '17'],
  wrong: ['0', '000', 'AB', '٠٠', ' 00'],
});

const tpSchoolkey64 = string('tpSchoolkey', 1, 64);

/** Spec c.1: a school by BRIN, or by a key that both parties agreed on; never both, unless a rule of its own says what then. Keys grew to 256 characters in 2.2. */
export function schoolIdentificatie({ element }: ReturnType<typeof schema>, options: Pick<ElementOptions, 'conflictRule'> = {}) {
  return choice(
    sequence(
      element('brincode', tpBrinCode, 'BRIN of the school'),
      optional(element('dependancecode', tpDependanceCode, 'Location; 00 is the same as none', { default: '00' })),
    ),
    inVersions({ until: '2.1' }, element('schoolkey', tpSchoolkey64, 'Agreed key of a school without BRIN', options)),
    inVersions({ since: '2.2' }, element('schoolkey', tpString256, 'Agreed key of a school without BRIN', options)),
  );
}
