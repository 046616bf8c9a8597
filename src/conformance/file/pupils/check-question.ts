import { child, type XmlNode } from '../../reader/xml-node.js';
import { type CheckedRules, Checks } from '../checks.js';
import { followsOn } from '../moments.js';
import { checkReferenceKeys } from './check-keys.js';

/** The same of a question for pupil data, of any version. */
export function checkQuestion(message: XmlNode): CheckedRules {
  const checks = new Checks(message);
  const year = child(message, 'schooljaar');
  const follows = year && followsOn(year.text);
  if (year !== undefined && follows !== undefined) checks.hold('UWLR-LG-001', follows, year);
  checkReferenceKeys(child(message, 'groepen')?.children ?? [], checks);
  return checks.rules;
}
