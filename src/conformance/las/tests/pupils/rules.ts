import type { UwlrVersion } from '../../../../uwlr/finding.js';
import type { RuleId } from '../../../../uwlr/rules.js';
import { KEY_REQUIREMENTS, PEOPLE_REQUIREMENTS } from '../../../catalogue/message/pupils.js';
import type { ConformanceTest } from '../../../conformance-test.js';
import type { CheckedRules } from '../../../file/checks.js';
import { checkPupilData } from '../../../file/pupils/check-pupil-data.js';
import type { XmlNode } from '../../../reader/xml-node.js';
import { fail, notApplicable, pass } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { MOST_FINDINGS, ofUsualAnswer } from '../looking.js';

/** That ECK iDs are of production: a LAS is tested with those of the pilot environment. */
const NOT_OF_A_TEST = 'UWLR-LG-023';

/** The usual answer held to each rule on messages with pupil data: keys, references, names, dates. Shape is for the schema. */
export const RULE_TESTS: readonly ConformanceTest<LasSubject>[] = [...KEY_REQUIREMENTS, ...PEOPLE_REQUIREMENTS]
  .filter(({ id, notTestable }) => notTestable === undefined && id !== NOT_OF_A_TEST)
  .map(({ id, versions, en, nl }) =>
    ofUsualAnswer(
      { id: `las/rules/${id.replace('UWLR-', '').toLowerCase()}`, requirement: id, versions, en: en.slice(0, -1), nl: nl.slice(0, -1) },
      ({ answer: { payload }, evidence }, { version }) => {
        const checked = checkedOnce(payload, version).get(id as RuleId);
        const [expected, path] = [en.slice(0, -1), payload.path];
        if (checked === undefined || checked.looked === 0) return notApplicable('the answer has nothing that this is about');
        const { looked, broken, findings } = checked;
        if (broken === 0) return pass({ ...evidence, kind: 'element', text: `${looked} places looked at: ${expected}`, path });
        const actual = `not so in ${broken} of ${looked} places; the first: ${findings[0]?.path}`;
        const first = { ...evidence, kind: 'element', text: findings[0]?.message ?? '', path: findings[0]?.path ?? path } as const;
        return fail({ expected, actual, evidence: [first], findings: findings.slice(0, MOST_FINDINGS) });
      },
    ),
  );

const known = new WeakMap<XmlNode, CheckedRules>();

/** All rules at once, since they take one walk over the answer. */
function checkedOnce(payload: XmlNode, version: UwlrVersion): CheckedRules {
  const checked = known.get(payload) ?? checkPupilData(payload, { now: new Date(), version });
  known.set(payload, checked);
  return checked;
}
