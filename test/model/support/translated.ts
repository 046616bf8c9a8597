import { incomingResult, uwlrMessage } from '../../../src/model/incoming/uwlr-message.js';
import type { Assessment, Result } from '../../../src/model/result.js';
import { translateAssessments } from '../../../src/model/results/translate-assessments.js';
import { type ResultOrigin, ResultTranslator } from '../../../src/model/results/translate-results.js';
import type { LeerresultatenVerzoek } from '../../../src/uwlr/messages/leerresultaten.js';

export const ORIGIN = { school: '99AB-01', party: 'TESTEA', version: '2.2', schoolYear: '2025-2026' } as const satisfies ResultOrigin;

export interface Translated {
  readonly results: readonly Result[];
  readonly assessments: readonly Assessment[];
}

/** All of a message in the model. The pupil's key stands in for an alias: here is nobody to hide. */
export function translated(message: LeerresultatenVerzoek, origin: Partial<ResultOrigin> = {}): Translated {
  const { school, toetsafnames, toetsen } = message;
  const whole = { ...ORIGIN, schoolYear: school.schooljaar, ...origin };
  const translator = new ResultTranslator(uwlrMessage(message).assessments, whole);
  return {
    results: toetsafnames.toetsafname.flatMap(({ leerlingid, eckid, resultaten }) =>
      resultaten.resultaat.map((resultaat) =>
        translator.translate(incomingResult(resultaat), {
          alias: leerlingid ?? eckid ?? '',
          ...(eckid === undefined ? {} : { eckId: eckid }),
        }),
      ),
    ),
    assessments: translateAssessments(toetsen.toets, whole),
  };
}
