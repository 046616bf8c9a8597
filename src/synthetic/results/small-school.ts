import { supplied } from '../../core/supplied.js';
import type { SchoolIdentification } from '../../model/school-id.js';
import { schoolYearAt } from '../../model/school-year.js';
import type { LeerresultatenVerzoek, Resultaat, Toetsafname } from '../../uwlr/messages/leerresultaten.js';
import { type SyntheticPupil, syntheticPupils } from './pupils.js';
import { LEZEN, REKENEN } from './tests.js';

/** Host of the links in the invented results. */
export const DETAIL_HOST = 'resultaten.rekenen-op-maat.example';

const DAY_MS = 86_400_000;

export interface SyntheticSchoolOptions extends SchoolIdentification {
  /** How many, or which ones. */
  readonly pupils?: number | readonly SyntheticPupil[];
}

/** A small school with invented pupils who take invented tests: the same ones each time. */
export class SyntheticSchool {
  readonly pupils: readonly SyntheticPupil[];
  readonly #identification: SchoolIdentification;

  constructor({ pupils = 4, ...identification }: SyntheticSchoolOptions) {
    this.pupils = typeof pupils === 'number' ? syntheticPupils(pupils) : pupils;
    this.#identification = identification;
  }

  /**
   * The message with the results of all pupils, made at this moment and taken the day before. It holds everything that a
   * gateway has to take out: an author, remarks about a pupil, a member of staff, links with tokens.
   */
  results(made: Date): LeerresultatenVerzoek {
    const afnamedatum = new Date(made.getTime() - DAY_MS).toISOString().slice(0, 10);
    return {
      school: {
        schooljaar: schoolYearAt(made),
        ...(this.#identification as { brincode: string }),
        aanmaakdatum: made.toISOString(),
        auteur: 'Juf Verzonnen',
        xsdversie: '2.2',
        commentaar: 'Pim Bedacht was ziek bij het tweede onderdeel',
      },
      toetsafnames: { toetsafname: this.pupils.map((pupil, at) => this.#taken(pupil, at + 1, afnamedatum)) },
      toetsen: { toets: [REKENEN, LEZEN] },
    };
  }

  #taken({ leerlingid, eckid, talent }: SyntheticPupil, number: number, afnamedatum: string): Toetsafname {
    const results = [...arithmetic(number, talent, afnamedatum), ...(number % 2 === 0 ? [reading(number, talent, afnamedatum)] : [])];
    return { leerlingid, eckid, resultaatverwerkerid: 'LK-07', resultaten: { resultaat: results } };
  }
}

/** The total, and the two parts that it is made of. */
function arithmetic(number: number, talent: number, afnamedatum: string): Resultaat[] {
  const first = Math.round(talent * 10);
  const second = Math.round(Math.min(1, talent * 1.2) * 10);
  const result = (key: string, score: number, part?: string): Resultaat => ({
    key: `rek-5-1-afname-${number}-${key}`,
    afnamedatum,
    toetscode: REKENEN.toetscode.value,
    versie: { value: '2026' },
    ...supplied({ toetsonderdeelcode: part }),
    score: String(score),
    infourl: `https://${DETAIL_HOST}/afname/${number}/${key}?token=geheim-${number}-${score}`,
  });
  return [result('totaal', first + second), result('a', first, 'REK-5-1-A'), result('b', second, 'REK-5-1-B')];
}

function reading(number: number, talent: number, afnamedatum: string): Resultaat {
  const correct = Math.round(talent * 25);
  return {
    key: `lez-m5-afname-${number}`,
    afnamedatum,
    toetscode: LEZEN.toetscode.value,
    osoresultaat: {
      toetsscore: {
        aantalopgaven: '25',
        aantalgoed: String(correct),
        aantalfout: String(25 - correct),
        tijd: '1800',
        vaardigheidsscore: (110 + talent * 60).toFixed(1),
        codevaardigheidsschaal: 'Begrijpend lezen',
      },
      referentiescore: [{ codereferentiescore: 'DLE', codevergelijkingsgroep: 'Landelijk', waarde: String(15 + Math.round(talent * 20)) }],
    },
  };
}
