import type { UwlrVersion } from '../../../uwlr/finding.js';
import { child, type XmlNode } from '../../reader/xml-node.js';
import { type CheckedRules, Checks } from '../checks.js';
import { followsOn, isFarInFuture } from '../moments.js';
import { checkOnce, checkReferences } from './check-identity.js';
import { checkKey, checkReferenceKeys } from './check-keys.js';
import { PeopleChecks } from './check-people.js';
import { type PupilData, pupilDataOf, referencesOf } from './pupil-data.js';

export interface CheckOptions {
  readonly now: Date;
  readonly version: UwlrVersion;
}

/**
 * What the standard means but its XSDs do not say of pupil data (spec a.4, d and h), under the ids of the gateway's rules. `message`: the
 * element in the Body, or the root of an EDEXML file, as the suite's own reader gave it. Of a message without data nothing is looked at.
 * Shape is the judge's: what is missing or no date is passed over here.
 */
export function checkPupilData(message: XmlNode, options: CheckOptions): CheckedRules {
  const checks = new Checks(message);
  const data = pupilDataOf(message);
  if (data !== undefined) checkData(data, checks, options);
  return checks.rules;
}

function checkData(data: PupilData, checks: Checks, { now, version }: CheckOptions): void {
  const { school, locations, baseGroups, combinedGroups, pupils, staff } = data;
  knownSchool(school, checks, now);
  for (const element of [...locations, ...baseGroups, ...combinedGroups]) checkKey(element, checks);
  const people = new PeopleChecks(data, checks, now, version);
  for (const pupil of pupils) people.checkPupil(pupil);
  for (const teacher of staff) people.checkTeacher(teacher);
  people.finish();
  for (const person of [...pupils, ...staff]) {
    const { baseGroups: base, combinedGroups: combined, locations: places } = referencesOf(person);
    checkReferenceKeys([...base, ...combined, ...places], checks);
  }
  if (data.keysHeldBySchema) return;
  checkOnce('UWLR-LG-002', [...baseGroups, ...combinedGroups], 'key', checks);
  checkOnce('UWLR-LG-003', pupils, 'key', checks);
  checkOnce('UWLR-LG-004', staff, 'key', checks);
  checkOnce('UWLR-LG-005', locations, 'key', checks);
  checkOnce('UWLR-LG-006', pupils, 'eckid', checks);
  checkOnce('UWLR-LG-007', staff, 'eckid', checks);
  if (data.complete) checkReferences(data, checks);
}

function knownSchool(school: XmlNode, checks: Checks, now: Date): void {
  const year = child(school, 'schooljaar');
  const follows = year && followsOn(year.text);
  if (year !== undefined && follows !== undefined) checks.hold('UWLR-LG-001', follows, year);
  const institution = child(school, 'instellingsnummer');
  if (institution !== undefined) checks.hold('UWLR-LG-021', !institution.text.startsWith('0'), institution);
  const made = child(school, 'aanmaakdatum');
  const far = made && isFarInFuture(made.text, now);
  if (made !== undefined && far !== undefined) checks.hold('UWLR-LG-020', !far, made);
}
