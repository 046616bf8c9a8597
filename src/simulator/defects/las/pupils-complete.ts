import { withContent, withElement } from '../edit-xml.js';
import { type LasDefect, misanswers, misreads } from '../las-defect.js';
import { eachLaterTime, everySecondTime } from './when-asked-again.js';

/** In which data it gives. */
export const COMPLETENESS_DEFECTS: readonly LasDefect[] = [
  misanswers('first-pupil-forgotten', 'LAS-PUPILS-30', 'It leaves the first pupil out.', (xml) =>
    withElement(xml, 'leerling', (element, at) => (at === 0 ? '' : element)),
  ),
  everySecondTime('last-pupil-every-other-time', 'LAS-PUPILS-31', 'It leaves pupils out every second time.', (xml) =>
    withElement(xml, 'leerling', (element, at) => (at === 0 ? element : '')),
  ),
  eachLaterTime('geenwijzigingen-unasked', 'LAS-PUPILS-32', 'It answers geenwijzigingen to a question that came before.', (xml) =>
    withElement(xml, 'leerlinggegevens', '<geenwijzigingen/>'),
  ),
  misanswers('difference-since', 'LAS-PUPILS-33', 'It gives a difference instead of the complete set.', (xml, question) =>
    question.includes('<laatstontvangengegevens>') ? withElement(xml, 'leerling', (element, at) => (at > 2 ? '' : element)) : xml,
  ),
  misanswers('geengegevens-for-unchanged', 'LAS-PUPILS-34', 'It answers geengegevens when nothing has changed.', (xml) =>
    xml.replace('<geenwijzigingen/>', '<geengegevens/>'),
  ),
  misreads('since-without-zone-refused', 'LAS-PUPILS-35', 'It refuses a laatstontvangengegevens without a time zone.', (xml) =>
    withContent(xml, 'laatstontvangengegevens', (moment) => (/[Z+]/.test(moment) ? moment : 'onleesbaar')),
  ),
  misreads('since-with-offset-refused', 'LAS-PUPILS-36', 'It refuses a laatstontvangengegevens with an offset.', (xml) =>
    withContent(xml, 'laatstontvangengegevens', (moment) => (moment.includes('+') ? 'onleesbaar' : moment)),
  ),
  misreads('since-with-fractions-refused', 'LAS-PUPILS-36', 'It refuses fractions of a second in laatstontvangengegevens.', (xml) =>
    withContent(xml, 'laatstontvangengegevens', (moment) => (moment.includes('.1234567') ? 'onleesbaar' : moment)),
  ),
  misanswers('geenwijzigingen-with-space', 'LAS-PUPILS-37', 'It writes white space in geenwijzigingen.', (xml) =>
    xml.replace('<geenwijzigingen/>', '<geenwijzigingen> </geenwijzigingen>'),
  ),
  misanswers('year-without-data-refused', 'LAS-PUPILS-38', 'It answers geenwijzigingen for a year without pupils.', (xml) =>
    xml.replace('<geengegevens/>', '<geenwijzigingen/>'),
  ),
  misreads('year-ignored', 'LAS-PUPILS-38', 'It gives the current school year whatever year is asked for.', (xml) =>
    withContent(xml, 'schooljaar', (year) => (year === '1991-1992' ? '2026-2027' : year)),
  ),
  misanswers('geengegevens-with-text', 'LAS-PUPILS-39', 'It writes a remark in geengegevens.', (xml) =>
    xml.replace('<geengegevens/>', '<geengegevens>geen</geengegevens>'),
  ),
];
