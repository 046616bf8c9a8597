import { attributeOf, child, childrenOf, type XmlNode } from '../../reader/xml-node.js';

/** A message with pupil data, taken apart: answers of every version, what stands in one, and EDEXML files. */
export interface PupilData {
  /** What holds the school and the lists. */
  readonly holder: XmlNode;
  readonly school: XmlNode;
  readonly locations: readonly XmlNode[];
  readonly baseGroups: readonly XmlNode[];
  readonly combinedGroups: readonly XmlNode[];
  readonly pupils: readonly XmlNode[];
  readonly staff: readonly XmlNode[];
  /** Groups and people are all in it, so that references can be followed. Not so of answers in steps. */
  readonly complete: boolean;
  /** There is a list of base groups, even if no answer in steps has one beside its pupils. */
  readonly hasGroups: boolean;
  /** In 1.0 and in EDEXML files the schema itself holds keys and references: see the rules `UWLR-ID-...`. */
  readonly keysHeldBySchema: boolean;
}

/** Undefined: this is no message with pupil data. */
export function pupilDataOf(message: XmlNode): PupilData | undefined {
  if (message.namespace !== '' && !message.namespace.endsWith('/leerlinggegevens')) return undefined;
  const holder = [message, ...message.children].find((element) => child(element, 'school') !== undefined);
  const school = child(holder, 'school');
  if (holder === undefined || school === undefined) return undefined;
  const groups = child(holder, 'groepen');
  return {
    holder,
    school,
    locations: childrenOf(child(holder, 'vestigingen'), 'vestiging'),
    baseGroups: childrenOf(groups, 'groep'),
    combinedGroups: [...childrenOf(groups, 'samengestelde_groep'), ...childrenOf(child(holder, 'subgroepen'), 'subgroep')],
    pupils: childrenOf(child(holder, 'leerlingen'), 'leerling'),
    staff: childrenOf(child(holder, 'leerkrachten'), 'leerkracht'),
    complete: holder.local === 'leerlinggegevens',
    hasGroups: groups !== undefined,
    keysHeldBySchema: !message.namespace.includes('/leerresultaten/2/'),
  };
}

/** Key of an object or of a reference, without the white space around it, which does not count (spec a.4). */
export function keyOf(element: XmlNode): string | undefined {
  return attributeOf(element, 'key')?.trim();
}

/** References of a pupil or member of staff to groups, of both kinds, and of a pupil to a location. */
export interface References {
  readonly baseGroups: readonly XmlNode[];
  readonly combinedGroups: readonly XmlNode[];
  readonly locations: readonly XmlNode[];
}

export function referencesOf(person: XmlNode): References {
  const groups = child(person, 'groepen');
  return {
    baseGroups: [...childrenOf(person, 'groep'), ...childrenOf(groups, 'groep')],
    combinedGroups: [
      ...childrenOf(child(person, 'samengestelde_groepen'), 'samengestelde_groep'),
      ...childrenOf(groups, 'samengestelde_groep'),
      ...childrenOf(child(person, 'subgroepen'), 'groep'),
    ],
    locations: childrenOf(person, 'vestiging'),
  };
}
