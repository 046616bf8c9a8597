import type { UwlrVersion } from '../../uwlr/finding.js';
import { compile, type Node } from '../../uwlr/grammar/compile.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { leerlinggegevensAntwoord } from '../../uwlr/messages/leerlinggegevens.js';
import { leerlinggegevensAntwoord1 } from '../../uwlr/messages/v1/leerlinggegevens.js';

/** Where each kind of object stands in an answer. */
const PLACES: Readonly<Record<string, string>> = {
  school: 'school',
  vestiging: 'vestigingen/vestiging',
  groep: 'groepen/groep',
  samengestelde_groep: 'groepen/samengestelde_groep',
  leerling: 'leerlingen/leerling',
  leerkracht: 'leerkrachten/leerkracht',
};

/**
 * Whether an answer with pupil data can have a field in a version and profile: `leerling/@eckid`, `leerkracht/groepen`. Undefined: the path
 * names no object of such an answer.
 */
export function allows(path: string, version: UwlrVersion, profile?: PupilProfile): boolean | undefined {
  const [kind = '', ...steps] = path.split('/');
  const place = PLACES[kind];
  if (place === undefined || steps.length === 0) return undefined;
  const root = version === '1.0' ? leerlinggegevensAntwoord1 : leerlinggegevensAntwoord;
  const { byPath, root: top } = compile(root, version, version === '1.0' ? undefined : profile);
  const holder = byPath.get(`${top.path}/leerlinggegevens/${place}`);
  return holder !== undefined && has(holder, steps);
}

function has(node: Node, [step = '', ...rest]: readonly string[]): boolean {
  if (step.startsWith('@')) return node.attributes.has(step.slice(1));
  const child = node.children.find(({ name }) => name === step);
  return child !== undefined && (rest.length === 0 || has(child, rest));
}
