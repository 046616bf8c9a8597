import { DEMANDED_FIELDS, type ObjectName, PROFILE_FIELDS } from '../../../catalogue/las-pupils/profile-fields.js';
import type { ConformanceTest } from '../../../conformance-test.js';
import type { PupilData } from '../../../file/pupils/pupil-data.js';
import { child, type XmlNode } from '../../../reader/xml-node.js';
import { notApplicable, skip } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { judged } from '../judging.js';
import { holds, lookAtEach, ofUsualAnswer, onceAnswered } from '../looking.js';
import { dataOfStep, stepsOf } from './step-answers.js';

const SINCE_2 = ['2.1', '2.2', '2.3'] as const;

/** Whether a LAS gives more, or less, than the agreed profile has. */
export const PROFILE_TESTS: readonly ConformanceTest<LasSubject>[] = [
  ofUsualAnswer(
    {
      id: 'las/profile/schema',
      requirement: 'LAS-PROFILE-30',
      versions: SINCE_2,
      perVersion: true,
      en: 'The answer is valid against the XSD of the agreed profile',
      nl: 'Het antwoord is geldig volgens het XSD van het afgesproken profiel',
    },
    ({ answer, evidence }, las) =>
      judged(las, answer.payload, evidence, `valid against the XSD of the ${las.config.profile}`, las.config.profile),
  ),
  ofUsualAnswer(
    {
      id: 'las/profile/no-locations',
      requirement: 'LAS-PROFILE-31',
      versions: SINCE_2,
      en: 'The answer has no vestigingen',
      nl: 'Het antwoord heeft geen vestigingen',
    },
    ({ data, evidence }) => {
      const parts = data.holder.children.map(({ local }) => local).filter((name) => /^[a-z]{1,20}$/.test(name));
      const told = { ...evidence, kind: 'element', text: `${data.holder.local} has ${parts.join(', ')}`, path: data.holder.path } as const;
      return holds(child(data.holder, 'vestigingen') === undefined, 'no vestigingen', 'vestigingen', told);
    },
  ),
  ...PROFILE_FIELDS.map(({ id, of, names, outside }) =>
    ofUsualAnswer(
      {
        id: `las/profile/no-${slug(of[0] as string)}-${slug(names[0] as string)}`,
        requirement: id,
        versions: SINCE_2.filter((version) => Object.values(outside).some((left) => left.includes(version))),
        perVersion: true,
        en: `No ${names.join(', ')} of ${of.join(', ')} outside of the profile`,
        nl: `Geen ${names.join(', ')} van ${of.join(', ')} buiten het profiel`,
      },
      (found, { config: { profile }, version }) => {
        if (!outside[profile].includes(version)) return notApplicable(`the ${profile} of ${version} has ${names.join(', ')}`);
        return lookAtEach(found, {
          nodes: of.flatMap((name) => objectsOf(found.data, name)),
          name: of.join(', '),
          expected: `no ${names.join(', ')}`,
          rule: id,
          wrong: (node) => {
            const there = names.find((name) => child(node, name) !== undefined);
            return there === undefined ? undefined : `${there}, which the ${profile} does not have`;
          },
        });
      },
    ),
  ),
  ...DEMANDED_FIELDS.map(({ id, of, name, versions }) =>
    ofUsualAnswer(
      {
        id: `las/profile/has-${of}-${slug(name)}`,
        requirement: id,
        versions,
        en: `The LVS set has ${name} of ${of}`,
        nl: `De LVS-set heeft ${name} van ${of}`,
      },
      (found, { config: { profile } }) => {
        if (profile !== 'lvs-set') return notApplicable(`the ${profile} does not demand it`);
        return lookAtEach(found, {
          nodes: objectsOf(found.data, of),
          name: of,
          expected: name,
          rule: id,
          wrong: (node) => (child(node, name) === undefined ? `no ${name}, which the ${profile} demands` : undefined),
        });
      },
    ),
  ),
  onceAnswered(
    {
      id: 'las/profile/structure-has-groups',
      requirement: 'LAS-PROFILE-32',
      versions: SINCE_2,
      en: 'The structure of the LVS set has groups',
      nl: 'De structuur van de LVS-set heeft groepen',
    },
    async (las) => {
      if (las.config.profile !== 'lvs-set') return notApplicable(`the ${las.config.profile} does not demand it`);
      const found = dataOfStep('structuur', await stepsOf(las).structuur());
      if (found === undefined) return skip('the LAS does not answer HaalStructuur with data');
      const { holder, baseGroups, combinedGroups } = found.data;
      const text = `${baseGroups.length + combinedGroups.length} groups in the structure`;
      return holds(baseGroups.length + combinedGroups.length > 0, 'groups', text, {
        ...found.evidence,
        kind: 'element',
        text,
        path: holder.path,
      });
    },
  ),
];

function objectsOf({ school, locations, baseGroups, combinedGroups, pupils, staff }: PupilData, name: ObjectName): readonly XmlNode[] {
  const all = {
    school: [school],
    vestiging: locations,
    groep: baseGroups,
    samengestelde_groep: combinedGroups,
    leerling: pupils,
    leerkracht: staff,
  };
  return all[name];
}

function slug(name: string): string {
  return name.replaceAll('_', '-');
}
