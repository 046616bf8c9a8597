import { withElement } from '../edit-xml.js';
import { type LasDefect, misanswers, missends } from '../las-defect.js';

/** In the pupil data that an administration gives. */
export const PUPIL_DEFECTS: readonly LasDefect[] = [
  misanswers('answer-other-root', 'LAS-PUPILS-01', 'It answers every question with structuur_antwoord.', (xml) =>
    xml.replaceAll(/leerlinggegevens_?antwoord/g, 'structuur_antwoord'),
  ),
  misanswers('answer-empty', 'LAS-PUPILS-01', 'It says that there is no data.', (xml) =>
    withElement(xml, 'leerlinggegevens', '<geengegevens/>'),
  ),
  missends('answer-under-202', 'LAS-PUPILS-01', 'It answers under HTTP 202.', (answer) =>
    answer.status === 200 ? { ...answer, status: 202 } : answer,
  ),
];
