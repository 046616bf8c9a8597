import { UWLR_VERSIONS, type UwlrVersion } from '../../../../uwlr/finding.js';
import type { ConformanceTest } from '../../../conformance-test.js';
import { keyOf } from '../../../file/pupils/pupil-data.js';
import { shownOf } from '../../../mask/shown-values.js';
import { namespaceOf } from '../../../messages/write.js';
import { inWords, type SoapAnswer } from '../../../reader/soap-answer.js';
import { attributeOf, child } from '../../../reader/xml-node.js';
import { type Evidence, fail, notApplicable, type Outcome, pass, skip } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { dataIn, holds, lookAtEach, ofUsualAnswer, onceAnswered, type Seen, seen } from '../looking.js';

const REFUSED = 'Client.XsdVersieOngeldig';

/** Which version is spoken, and what becomes of one that is not. */
export const VERSION_TESTS: readonly ConformanceTest<LasSubject>[] = [
  ...UWLR_VERSIONS.map((version) =>
    onceAnswered(
      {
        id: `las/version/${version.replace('.', '-')}-refused-or-spoken`,
        requirement: 'LAS-VERSION-01',
        en: `A question in UWLR ${version} is refused for its version, or answered in it`,
        nl: `Een vraag in UWLR ${version} wordt om de versie geweigerd, of daarin beantwoord`,
      },
      async (las) => {
        if (las.config.versions.includes(version)) return notApplicable(`the LAS is said to speak ${version}`);
        return refusedOrSpoken(await las.inVersion(version).pupils(), version);
      },
    ),
  ),
  onceAnswered(
    {
      id: 'las/version/nonexistent-refused',
      requirement: 'LAS-VERSION-02',
      en: 'A version that does not exist is refused',
      nl: 'Een versie die niet bestaat, wordt geweigerd',
    },
    async (las) => {
      const answer = await las.ask('leerlinggegevens_verzoek', { xsdversie: '9.9' });
      return holds(answer.kind === 'fault' && answer.code === REFUSED, `fault ${REFUSED}`, inWords(answer), seen(answer));
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/version/no-eckid-in-2-1',
      requirement: 'LAS-VERSION-03',
      versions: ['2.1'],
      en: 'A caller of 2.1 gets no ECK iDs',
      nl: 'Een vrager van 2.1 krijgt geen ECK iDs',
    },
    (found) =>
      lookAtEach(found, {
        nodes: [...found.data.pupils, ...found.data.staff],
        name: 'leerling and leerkracht',
        expected: 'no eckid',
        rule: 'LAS-VERSION-03',
        wrong: (person) => (attributeOf(person, 'eckid') === undefined ? undefined : 'an eckid'),
      }),
  ),
  onceAnswered(
    {
      id: 'las/version/same-pupils',
      requirement: 'LAS-VERSION-04',
      en: 'Each version gives the same pupils',
      nl: 'Elke versie geeft dezelfde leerlingen',
    },
    async (las) => {
      const [main, ...others] = las.config.versions;
      if (main === undefined || others.length === 0) return notApplicable('the LAS is said to speak one version only');
      const usual = dataIn(await las.pupils());
      if (usual === undefined) return skip('the usual question got no pupil data');
      const evidence: Evidence[] = [
        { ...usual.evidence, kind: 'element', text: `${usual.data.pupils.length} leerling in ${main}`, path: usual.data.holder.path },
      ];
      for (const version of others) {
        const found = dataIn(await las.inVersion(version).pupils());
        if (found === undefined || !isIn(found, version)) continue;
        const count = `${found.data.pupils.length} leerling in ${version}`;
        evidence.push({ ...found.evidence, kind: 'element', text: count, path: found.data.holder.path });
        if (!haveSamePupils(usual.data.pupils, found.data.pupils))
          return fail({
            expected: `the pupils of ${main}`,
            actual: `others, or not all: ${count}`,
            evidence: evidence as [Evidence, ...Evidence[]],
          });
      }
      return evidence.length === 1
        ? skip('no other version was answered with pupil data')
        : pass(...(evidence as [Evidence, ...Evidence[]]));
    },
  ),
];

const UNREADABLE = ['Client.OngeldigBericht', 'Client.AutorisatieOngeldig'];

function refusedOrSpoken(answer: SoapAnswer, version: UwlrVersion): Outcome {
  if (answer.kind === 'fault' && answer.code === REFUSED) return pass(seen(answer));
  // In its own namespaces 1.0 cannot even be read by who does not know it: to him it is a message without header, or none at all.
  if (version === '1.0' && answer.kind === 'fault' && UNREADABLE.includes(answer.code)) return pass(seen(answer));
  const found = dataIn(answer);
  if (found === undefined)
    return fail({ expected: `fault ${REFUSED}, or an answer in ${version}`, actual: inWords(answer), evidence: [seen(answer)] });
  const told = { ...found.evidence, kind: 'element', text: `answered in ${version}`, path: found.answer.payload.path } as const;
  const isSpaceOf = found.answer.payload.namespace === namespaceOf('leerlinggegevens', version);
  const written = shownOf('xsdversie', child(found.data.school, 'xsdversie')?.text.trim());
  const given = `an answer in another version: ${isSpaceOf ? written : `${written}, in another namespace`}`;
  return holds(isIn(found, version), `fault ${REFUSED}, or an answer in ${version}`, given, told);
}

/** By its namespace, and xsdversie when it is there. */
function isIn({ answer, data }: Seen, version: UwlrVersion): boolean {
  const written = child(data.school, 'xsdversie')?.text.trim() ?? version;
  return (
    (written === version || (version === '1.0' && written === '1')) && answer.payload.namespace === namespaceOf('leerlinggegevens', version)
  );
}

/** By key, which every version has; in 2.3 a pupil may have none, and then the number of pupils is all that can be compared. */
function haveSamePupils(these: readonly Parameters<typeof keyOf>[0][], those: readonly Parameters<typeof keyOf>[0][]): boolean {
  if (these.length !== those.length) return false;
  const keys = (pupils: typeof these) => pupils.flatMap((pupil) => keyOf(pupil) ?? []).filter((key) => !key.startsWith('#'));
  const known = new Set(keys(these));
  const other = keys(those);
  return other.length < those.length || known.size < these.length || other.every((key) => known.has(key));
}
