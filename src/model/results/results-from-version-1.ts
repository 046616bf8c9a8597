import { supplied } from '../../core/supplied.js';
import type { LeerresultatenVerzoek, Normering } from '../../uwlr/messages/leerresultaten.js';
import type { LeerresultatenVerzoek1 } from '../../uwlr/messages/v1/leerresultaten.js';
import { type Whole, wholeOf } from '../../uwlr/whole.js';

type Toets1 = LeerresultatenVerzoek1['toetsen']['toets'][number];
type Toetsonderdeel1 = Toets1['toetsonderdelen']['toetsonderdeel'][number];
type Normering1 = NonNullable<Toetsonderdeel1['toetsonderdeelnormering']>;

/**
 * Where a range ends that has no end in 1.0, the highest when no `maxscore` was given: 2.1 cannot leave it open. The greatest number
 * that every reader can hold (`xs:int`); no test has that many points.
 */
export const OPEN_END = '2147483647';

/**
 * Results of UWLR 1.0 in the shape of 2.1 (spec, sections c.10 to c.12 and f). Everything that 1.0 can say has a place there. Of a
 * school that is named in two ways the BRIN counts: 2.1 takes one.
 *
 * Before 2.1 a norm said its lowest score only. Here it ends below the next higher one, and the highest at `maxscore`, or at
 * `OPEN_END` without that.
 */
export function fromVersion1({ school, toetsafnames, toetsen }: LeerresultatenVerzoek1): LeerresultatenVerzoek {
  const { schoolkey, ...rest } = school;
  return {
    school: { ...rest, ...(school.brincode === undefined && schoolkey !== undefined ? { schoolkey } : {}), xsdversie: '2.1' },
    toetsafnames,
    toetsen: {
      toets: toetsen.toets.map(({ toetsonderdelen, ...toets }) => ({
        ...toets,
        toetsonderdelen: { toetsonderdeel: toetsonderdelen.toetsonderdeel.map(partOf) },
      })),
    },
  };
}

function partOf({ toetsonderdeelnormering, ...part }: Toetsonderdeel1) {
  return { ...part, ...(toetsonderdeelnormering === undefined ? {} : { toetsonderdeelnormering: norms(toetsonderdeelnormering) }) };
}

/** In the order of the message, so that what is found about a norm is found at its place. */
function norms({ vocabulaire, vocabulairelocatie, maxscore, norm }: Normering1): Normering {
  const begins = norm.map(({ scoregrotergelijkaan }) => wholeOf(scoregrotergelijkaan)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const next = new Map(begins.map((begin, at) => [begin, begins[at + 1]]));
  return {
    ...supplied({ vocabulaire, vocabulairelocatie }),
    norm: norm.map(({ term, omschrijving, scoregrotergelijkaan }) => ({
      term,
      ...(omschrijving === undefined ? {} : { omschrijving }),
      beginnormwaarde: scoregrotergelijkaan,
      eindnormwaarde: before(next.get(wholeOf(scoregrotergelijkaan))) ?? maxscore ?? OPEN_END,
    })),
  };
}

/** No two norms begin at one score: the grammar sees to that. */
function before(next: Whole | undefined): string | undefined {
  return next === undefined ? undefined : String(BigInt(next) - 1n);
}
