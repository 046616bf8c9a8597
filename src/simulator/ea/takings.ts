import { supplied } from '../../core/supplied.js';
import type { SchoolIdentification } from '../../model/school-id.js';
import { LEZEN, REKENEN } from '../../synthetic/results/tests.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { LeerresultatenVerzoek, Resultaat, Toetsafname } from '../../uwlr/messages/leerresultaten.js';
import type { KnownPupil } from './read-answer.js';

/** One test that one pupil took. */
export interface Taking {
  readonly pupil: KnownPupil;
  /** Of this client: from 1, each taking its own. */
  readonly number: number;
  /** Day, `2026-11-30`. */
  readonly day: string;
  readonly staff?: string;
  /** Key that it is delivered under. */
  readonly key: string;
}

export interface MessageOfTakings {
  readonly school: SchoolIdentification;
  readonly schoolYear: string;
  readonly version: UwlrVersion;
  readonly madeAt: string;
  readonly takings: readonly Taking[];
}

/** A message with these takings: a total score of the test in arithmetic with its two parts, or a test in reading with what OSO has. */
export function messageOf({ school, schoolYear, version, madeAt, takings }: MessageOfTakings): LeerresultatenVerzoek {
  return {
    school: { schooljaar: schoolYear, ...(school as { brincode: string }), aanmaakdatum: madeAt, xsdversie: version },
    toetsafnames: { toetsafname: takings.map((taking) => takenBy(taking, version)) },
    toetsen: { toets: version === '1.0' ? [REKENEN] : [REKENEN, LEZEN] },
  };
}

function takenBy(taking: Taking, version: UwlrVersion): Toetsafname {
  const { pupil, staff } = taking;
  const eckid = version === '1.0' || version === '2.1' ? undefined : pupil.eckId;
  return {
    ...supplied({ leerlingid: pupil.key, eckid, resultaatverwerkerid: staff }),
    resultaten: { resultaat: taking.number % 3 === 0 && version !== '1.0' ? [reading(taking)] : arithmetic(taking, version) },
  } as Toetsafname;
}

function arithmetic({ key, number, day }: Taking, version: UwlrVersion): Resultaat[] {
  const [first, second] = [number % 11, (number * 3) % 11];
  const result = (part: string | undefined, score: number): Resultaat => ({
    key: part === undefined ? key : `${key}-${part}`,
    afnamedatum: day,
    toetscode: REKENEN.toetscode.value,
    ...(version === '1.0' ? {} : { versie: { value: '2026' } }),
    ...(part === undefined ? {} : { toetsonderdeelcode: `REK-5-1-${part}` }),
    score: String(score),
    infourl: `https://resultaten.rekenen-op-maat.example/afname/${number}`,
  });
  const parts = [result('A', first), result('B', second)];
  return version === '1.0' ? parts : [result(undefined, first + second), ...parts];
}

function reading({ key, number, day }: Taking): Resultaat {
  const correct = number % 26;
  return {
    key,
    afnamedatum: day,
    toetscode: LEZEN.toetscode.value,
    osoresultaat: {
      toetsscore: { aantalopgaven: '25', aantalgoed: String(correct), aantalfout: String(25 - correct), tijd: '1800' },
      referentiescore: [{ codereferentiescore: 'DLE', codevergelijkingsgroep: 'Landelijk', waarde: String(15 + (number % 20)) }],
    },
  };
}
