import { compile } from '../../uwlr/grammar/compile.js';
import { leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import type { FieldTerms } from './agreed-pupil-fields.js';
import { withAncestors } from './field-paths.js';
import { type Profile, RESULTATEN, type StripRule } from './profile.js';

/** An element whose type was agreed on between the parties: naming it means all that its type has, as far as its classes allow. */
const ANDERRESULTAAT = 'leerresultaten_verzoek/toetsafnames/toetsafname/resultaten/resultaat/anderresultaat';

/** What may be kept of results under an agreement: all of the profile `resultaten`, or what its list has of that. */
export function resultFieldsOf({ fields }: Pick<FieldTerms, 'fields'>): Profile {
  if (fields === undefined) return RESULTATEN;
  const name = fields.join(' ');
  const known = made.get(name);
  if (known !== undefined) return known;
  const profile = narrowed(fields);
  if (made.size >= MOST) made.clear();
  made.set(name, profile);
  return profile;
}

const MOST = 200;
const made = new Map<string, Profile>();

function narrowed(fields: readonly string[]): Profile {
  const list = withAncestors(fields);
  const { byPath } = compile(leerresultatenVerzoek, '2.3');
  /** A field comes with the vocabulary that it is bound to. */
  const isBound = (path: string) => {
    const [element = '', attribute] = path.split('/@');
    return attribute !== undefined && list.has(element) && byPath.get(element)?.text !== undefined;
  };
  const agreedType = fields.includes(ANDERRESULTAAT);
  const isListed = (path: string) => list.has(path) || isBound(path) || (agreedType && path.startsWith(`${ANDERRESULTAAT}/`));
  const allowed = new Set([...RESULTATEN.allowed].filter(isListed));
  const left = [...RESULTATEN.allowed].filter((path) => !allowed.has(path));
  const withheld = new Map<string, StripRule>([...RESULTATEN.withheld, ...left.map((path) => [path, 'not-in-profile'] as const)]);
  return { name: `${RESULTATEN.name} by list`, allowed, withheld, extensionClasses: agreedType ? RESULTATEN.extensionClasses : [] };
}
