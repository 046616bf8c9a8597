import { supplied } from '../../core/supplied.js';
import { schoolId } from '../../model/school-id.js';
import { child, type XmlNode } from '../reader/xml-node.js';

/** Id of the school that `school` of an answer names; undefined when it names none by brincode or schoolkey. */
export function answeredSchool(school: XmlNode | undefined): string | undefined {
  const text = (name: string) => child(school, name)?.text.trim();
  const [brincode, dependancecode, schoolkey] = [text('brincode'), text('dependancecode'), text('schoolkey')];
  if (brincode === undefined && schoolkey === undefined) return undefined;
  return schoolId({
    ...supplied({ brincode, dependancecode, schoolkey }),
  });
}

/** Whether `school` of an answer is the one that was asked for; undefined when it does not say. Both names count where it has both. */
export function isAnsweredSchool(school: XmlNode | undefined, asked: string): boolean | undefined {
  const byKey = child(school, 'schoolkey')?.text.trim();
  if (byKey !== undefined && asked === schoolId({ schoolkey: byKey })) return true;
  const answered = answeredSchool(school);
  return answered === undefined ? undefined : answered === asked;
}
