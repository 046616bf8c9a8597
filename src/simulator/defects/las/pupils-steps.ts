import { withContent, withElement } from '../edit-xml.js';
import { type LasDefect, misanswers, misreads } from '../las-defect.js';
import { everySecondTime } from './when-asked-again.js';

/** In pupil data that are given in steps. */
export const STEPS_DEFECTS: readonly LasDefect[] = [
  inStep('structuur', 'steps-other-root', 'LAS-STEPS-01', 'It answers HaalStructuur as if all was asked for.', (xml) =>
    xml.replaceAll('structuur_antwoord', 'leerlinggegevens_antwoord'),
  ),
  inStep('leerlingen', 'steps-pupils-other-root', 'LAS-STEPS-02', 'It answers HaalLeerlingen as if all was asked for.', (xml) =>
    xml.replaceAll('leerlingen_antwoord', 'leerlinggegevens_antwoord'),
  ),
  inStep('leerkrachten', 'steps-staff-other-root', 'LAS-STEPS-03', 'It answers HaalLeerkrachten as if all was asked for.', (xml) =>
    xml.replaceAll('leerkrachten_antwoord', 'leerlinggegevens_antwoord'),
  ),
  inStep('structuur', 'steps-without-year-groups', 'LAS-STEPS-04', 'It gives groups without jaargroep.', (xml) =>
    withElement(xml, 'jaargroep', ''),
  ),
  inStep('leerlingen', 'steps-outside-profile', 'LAS-STEPS-05', 'It gives moments of change of pupils in steps.', (xml) =>
    xml.replaceAll('</leerling>', '<mutatiedatum>2026-09-01T08:00:00Z</mutatiedatum></leerling>'),
  ),
  inStep('structuur', 'steps-another-school', 'LAS-STEPS-06', 'It gives the structure of another school.', (xml) =>
    withContent(xml, 'brincode', '99YY'),
  ),
  inStep('structuur', 'steps-another-year', 'LAS-STEPS-07', 'It gives the structure of another year.', (xml) =>
    withContent(xml, 'schooljaar', '2019-2020'),
  ),
  inStep('structuur', 'steps-group-forgotten', 'LAS-STEPS-08', 'It leaves a group out of the structure.', (xml) =>
    withElement(xml, 'groep', first('')),
  ),
  forGroups('leerlingen', '<groep key=', 'steps-not-whole-group', 'LAS-STEPS-09', 'It leaves a pupil out of each group.', (xml) =>
    withElement(xml, 'leerling', first('')),
  ),
  forGroups(
    'leerlingen',
    '<samengestelde_groep key=',
    'steps-not-whole-combined-group',
    'LAS-STEPS-10',
    'It leaves a pupil out of each combined group.',
    (xml) => withElement(xml, 'leerling', first('')),
  ),
  misreads('steps-first-group-only', 'LAS-STEPS-11', 'It reads only the first group of a question.', (xml) =>
    xml.includes('leerlingen_verzoek')
      ? withContent(xml, 'groepen', (content) => withElement(content, 'groep', (element, at) => (at > 0 ? '' : element)))
      : xml,
  ),
  forGroups('leerlingen', '<groep/>', 'steps-nobody-without-group', 'LAS-STEPS-12', 'It gives nobody for a groep without key.', noData),
  forGroups(
    'leerlingen',
    '<samengestelde_groep/>',
    'steps-nobody-without-combined-group',
    'LAS-STEPS-13',
    'It gives nobody for a samengestelde_groep without key.',
    noData,
  ),
  forGroups(
    'leerkrachten',
    '<groep key=',
    'steps-not-all-staff-of-group',
    'LAS-STEPS-14',
    'It leaves a teacher out of each group.',
    noData,
  ),
  forGroups(
    'leerkrachten',
    '<groep/>',
    'steps-other-staff-without-group',
    'LAS-STEPS-15',
    'It gives no staff for a groep without key.',
    noData,
  ),
  forGroups('leerlingen', '<groep key=', 'steps-pupils-forgotten', 'LAS-STEPS-16', 'It leaves pupils out of steps.', (xml) =>
    withElement(xml, 'leerling', first('')),
  ),
  forGroups('leerkrachten', '<groep key=', 'steps-staff-forgotten', 'LAS-STEPS-17', 'It leaves staff out of steps.', (xml) =>
    withElement(xml, 'leerkracht', first('')),
  ),
  inStep('leerlingen', 'steps-dangling-group', 'LAS-STEPS-18', 'It refers to a group that is not in the structure.', (xml) =>
    xml.replace('<groep key="', '<groep key="weg-'),
  ),
  inStep('leerlingen', 'steps-pupil-twice', 'LAS-STEPS-19', 'It gives a pupil twice in one step.', (xml) =>
    withElement(xml, 'leerling', (element, at) => (at === 0 ? element + element : element)),
  ),
  forGroups(
    'leerlingen',
    'conform-geen-groep',
    'steps-unknown-group-unchanged',
    'LAS-STEPS-20',
    'It answers geenwijzigingen for an unknown group.',
    (xml) => xml.replace('<geengegevens/>', '<geenwijzigingen/>'),
  ),
  inStep('structuur', 'steps-year-without-data-unchanged', 'LAS-STEPS-21', 'It answers geenwijzigingen for a year without data.', (xml) =>
    xml.replace('<geengegevens/>', '<geenwijzigingen/>'),
  ),
  everySecondTime(
    'steps-geenwijzigingen-unasked',
    'LAS-STEPS-22',
    'It answers geenwijzigingen to the second question for structure.',
    (xml, question) =>
      question.includes('structuur_verzoek') ? withElement(xml, 'leerlinggegevens-structuur', '<geenwijzigingen/>') : xml,
  ),
  inStep('structuur', 'steps-fault-of-its-own', 'LAS-STEPS-24', 'It gives faults in an element StructuurFault.', (xml) =>
    xml.replaceAll('s:Fault>', 'StructuurFault>'),
  ),
];

type Step = 'structuur' | 'leerlingen' | 'leerkrachten';

function inStep(step: Step, name: string, breaks: string, does: string, edit: (xml: string) => string): LasDefect {
  return forGroups(step, '', name, breaks, does, edit);
}

/** In answers to questions of a step that hold a text. */
function forGroups(step: Step, asked: string, name: string, breaks: string, does: string, edit: (xml: string) => string): LasDefect {
  return misanswers(name, breaks, does, (xml, question) =>
    question.includes(`<${step}_verzoek`) && question.includes(asked) ? edit(xml) : xml,
  );
}

function first(instead: string): (element: string, at: number) => string {
  return (element, at) => (at === 0 ? instead : element);
}

function noData(xml: string): string {
  return withElement(
    withElement(xml, 'leerlinggegevens-leerlingen', '<geengegevens/>'),
    'leerlinggegevens-leerkrachten',
    '<geengegevens/>',
  );
}
