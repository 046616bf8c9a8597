import type { PupilProfile } from '../../../uwlr/grammar/grammar.js';
import { nameInWords } from '../../mask/shown-names.js';
import { descend, type XmlNode } from '../../reader/xml-node.js';
import { type Evidence, notTestable, type Outcome, pass } from '../../verdict.js';
import type { LasSubject } from '../las-subject.js';
import { breach } from './looking.js';

/** Holds an answer against the XSD of the version of the subject, and of a profile. */
export function judged(las: LasSubject, answer: XmlNode, evidence: Evidence, expected: string, profile?: PupilProfile): Outcome {
  const findings = las.judge.findings(answer, las.version, profile);
  if (findings === undefined) return notTestable('the XSDs at hand declare no such element');
  const counted = isLaterThanSchema(answer) ? findings.filter(({ message }) => !OF_SCHOOL_YEAR.test(message)) : findings;
  if (counted.length > 0) return breach({ expected, evidence, findings: counted });
  return pass(evidence, {
    ...evidence,
    kind: 'element',
    text: `${nameInWords(answer.local)}: ${expected} (${las.judge.kindFor(las.version)})`,
    path: answer.path,
  });
}

const OF_SCHOOL_YEAR = /^schooljaar: the value/;

/** The official XSDs of 2.2 list school years up to 2024-2025; nobody can give a later one otherwise (spec c.3). */
function isLaterThanSchema(answer: XmlNode): boolean {
  const year = answer.children.map((holder) => descend(holder, 'school', 'schooljaar')?.text ?? '').join('');
  return /^20[2-9]\d-20[2-9]\d$/.test(year) && year > '2024-2025';
}
