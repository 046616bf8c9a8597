import type { ConformanceTest } from '../../../conformance-test.js';
import { shownOf } from '../../../mask/shown-values.js';
import { child, childrenOf, descend } from '../../../reader/xml-node.js';
import { type Evidence, notApplicable } from '../../../verdict.js';
import { isAnsweredSchool } from '../../answered-school.js';
import type { LasSubject } from '../../las-subject.js';
import { holds, lookAtEach, ofUsualAnswer, type Seen } from '../looking.js';

const CODES = ['schooljaar', 'brincode', 'dependancecode'];
const IDENTIFICATIONS = ['brincode', 'instellingsnummer', 'schoolkey'];
/** What is written for a version; 1.0 is written as 1 too. */
const WRITTEN = { '1.0': /^1(?:\.0)?$/, '2.1': /^2\.1$/, '2.2': /^2\.2$/, '2.3': /^2\.3$/ } as const;

/** What the answer says about school, year, version and moments. */
export const ABOUT_TESTS: readonly ConformanceTest<LasSubject>[] = [
  ofUsualAnswer(
    {
      id: 'las/pupils/school',
      requirement: 'LAS-PUPILS-10',
      level: 'connect',
      perVersion: true,
      en: 'The answer is about the school that was asked for',
      nl: 'Het antwoord gaat over de gevraagde school',
      advice: {
        en: 'Data of another school were given than the one that was asked for: check which school the key opens.',
        nl: 'Er zijn gegevens van een andere school gegeven dan gevraagd: controleer bij welke school de sleutel hoort.',
      },
    },
    (found, las) => {
      const same = isAnsweredSchool(found.data.school, las.config.school);
      if (same === undefined) return notApplicable('the answer does not say which school it is about');
      return holds(same, 'the school that was asked for', 'another school', inSchool(found, 'the school that was asked for'));
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/pupils/school-identified',
      requirement: 'LAS-PUPILS-11',
      en: 'The answer says which school it is about',
      nl: 'Het antwoord zegt over welke school het gaat',
    },
    (found) => {
      const names = IDENTIFICATIONS.filter((name) => child(found.data.school, name) !== undefined);
      return holds(
        names.length > 0,
        'brincode, instellingsnummer or schoolkey',
        'none of them',
        inSchool(found, `school has ${names.join(', ')}`),
      );
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/pupils/school-year',
      requirement: 'LAS-PUPILS-14',
      level: 'connect',
      perVersion: true,
      en: 'The answer is about the school year that was asked for',
      nl: 'Het antwoord gaat over het gevraagde schooljaar',
      advice: {
        en: 'Put the school year of the question into the schooljaar of the answer, as in 2026-2027, with the data of that year.',
        nl: 'Zet het schooljaar van de vraag in het schooljaar van het antwoord, zoals 2026-2027, met de gegevens van dat jaar.',
      },
    },
    (found, las) => {
      const year = child(found.data.school, 'schooljaar')?.text.trim();
      return holds(
        year === las.config.schoolYear,
        `schooljaar ${las.config.schoolYear}, which was asked for`,
        shownOf('schooljaar', year),
        inSchool(found, 'the school year that was asked for', 'schooljaar'),
      );
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/pupils/current-year',
      requirement: 'LAS-PUPILS-21',
      en: 'Data of a school year after 2024-2025 are given',
      nl: 'Gegevens van een schooljaar na 2024-2025 worden gegeven',
    },
    (found, las) => {
      if (las.config.schoolYear <= '2024-2025') return notApplicable('the school year that is asked for is in the list of the XSD');
      const year = child(found.data.school, 'schooljaar')?.text.trim() ?? '';
      return holds(
        year > '2024-2025',
        'a school year after 2024-2025',
        shownOf('schooljaar', year),
        inSchool(found, 'a school year after 2024-2025', 'schooljaar'),
      );
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/pupils/xsdversie',
      requirement: 'LAS-PUPILS-20',
      perVersion: true,
      en: 'xsdversie in the answer is the version that was asked for',
      nl: 'xsdversie in het antwoord is de gevraagde versie',
    },
    (found, las) => {
      const written = child(found.data.school, 'xsdversie')?.text.trim();
      if (written === undefined) return notApplicable('the answer has no xsdversie: it is optional');
      return holds(
        WRITTEN[las.version].test(written),
        `xsdversie ${las.version}`,
        shownOf('xsdversie', written),
        inSchool(found, `xsdversie ${las.version}`, 'xsdversie'),
      );
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/pupils/offset',
      requirement: 'LAS-PUPILS-17',
      level: 'full',
      en: 'Moments in the answer have a time zone',
      nl: 'Tijdstippen in het antwoord hebben een tijdzone',
    },
    (found) => {
      const { school, baseGroups, combinedGroups, locations, pupils, staff } = found.data;
      const changed = [...baseGroups, ...combinedGroups, ...locations, ...pupils, ...staff].flatMap((one) =>
        childrenOf(one, 'mutatiedatum'),
      );
      return lookAtEach(found, {
        nodes: [...childrenOf(school, 'aanmaakdatum'), ...changed],
        name: 'moments',
        expected: 'an offset to UTC',
        rule: 'LAS-PUPILS-17',
        wrong: ({ text }) => (/(?:Z|[+-]\d\d:\d\d)\s*$/.test(text) ? undefined : 'a moment without a time zone'),
      });
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/pupils/ascii',
      requirement: 'LAS-PUPILS-60',
      level: 'full',
      en: 'Codes of the school are written in ASCII',
      nl: 'Codes van de school bestaan uit ASCII',
    },
    (found) =>
      lookAtEach(found, {
        nodes: CODES.flatMap((name) => childrenOf(found.data.school, name)),
        name: 'codes of the school',
        expected: 'ASCII digits, capitals and hyphens',
        rule: 'LAS-PUPILS-60',
        wrong: ({ text, local }) => (/^[0-9A-Z-]*$/.test(text.trim()) ? undefined : `another sign in ${local}`),
      }),
  ),
];

function inSchool({ data, evidence }: Seen, text: string, name?: string): Evidence {
  const path = (name === undefined ? data.school : descend(data.school, name))?.path ?? data.holder.path;
  return { ...evidence, kind: 'element', text, path };
}
