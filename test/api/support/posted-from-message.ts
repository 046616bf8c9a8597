import type { PostedResult, PostedResults, PostedValue } from '../../../src/model/posted/posted-results.js';
import type { Value } from '../../../src/model/result.js';
import { type Origin, translateAssessments } from '../../../src/model/results/translate-assessments.js';
import { valuesOf } from '../../../src/model/results/translate-values.js';
import type { LeerresultatenVerzoek, Resultaat, Toetsafname } from '../../../src/uwlr/messages/leerresultaten.js';

const ORIGIN: Origin = { school: '99AB', party: 'niemand', version: '2.3' };

/** What a vendor would post instead of this message. Results in formats of two parties have no place in it. */
export function postedFrom(message: LeerresultatenVerzoek): PostedResults {
  const { school, toetsafnames, toetsen } = message;
  return {
    schoolYear: school.schooljaar,
    assessments: translateAssessments(toetsen.toets, ORIGIN).map(({ id: _, school: __, source: ___, losses: ____, ...rest }) => rest),
    results: toetsafnames.toetsafname.flatMap((afname) =>
      afname.resultaten.resultaat.filter(({ anderresultaat }) => anderresultaat === undefined).map((one) => postedFrom1(one, afname)),
    ),
  };
}

function postedFrom1(resultaat: Resultaat, { leerlingid, eckid }: Toetsafname): PostedResult {
  const { key, toetscode, versie, toetsonderdeelcode, afnamedatum, infourl } = resultaat;
  return {
    key,
    learner: { ...(leerlingid === undefined ? {} : { leerlingid }), ...(eckid === undefined ? {} : { eckId: eckid }) },
    activity: {
      code: toetscode,
      ...(versie === undefined ? {} : { version: versie.value }),
      ...(toetsonderdeelcode === undefined ? {} : { part: { code: toetsonderdeelcode } }),
    },
    date: afnamedatum,
    values: valuesOf(resultaat, []).map(postedValue),
    ...(infourl === undefined ? {} : { detailUrl: infourl }),
  };
}

/** A figure as it is posted: without what the gateway says of it. */
export function postedValue({ kind, value, scale, comparedWith, meaning }: Value): PostedValue {
  return {
    kind,
    value,
    ...(scale === undefined ? {} : { scale }),
    ...(comparedWith === undefined ? {} : { comparedWith }),
    ...(meaning === undefined ? {} : { meaning }),
  };
}
