import type { UwlrVersion } from '../finding.js';
import { optional, schema, sequence } from '../grammar/combinators.js';
import type { ValueOf } from '../grammar/grammar.js';
import { edexmlTypes } from './edexml.js';
import { pupilConstraints } from './pupil-constraints.js';

const edexml = schema({
  id: 'edexml',
  namespace: '',
  versions: ['1.0', '2.1', '2.2'],
  prefix: 'edex',
  title: 'EDEXML: pupil data as a file',
});

const { school, vestigingen, groepen, leerlingen, leerkrachten } = edexmlTypes(edexml);

/**
 * An EDEXML file. Its versions go with those of UWLR that took them over: 1.0x with 1.0, 2.0 with 2.1 and 2.1 with 2.2. It has no
 * namespace, so the identity rules of its XSDs work.
 */
export const edex = edexml.root(
  'EDEX',
  edexml.inline(sequence(school, vestigingen, optional(groepen), leerlingen, leerkrachten)),
  'An EDEXML file',
  {
    versionPath: 'school/xsdversie',
    readVersion,
    constraints: pupilConstraints(['vestigingen', 'groepen', 'leerlingen', 'leerkrachten']),
  },
);

/** `1.0`, `1.03` and `1.0.3` are 1.0x. */
function readVersion(text: string): UwlrVersion | undefined {
  const version = text.trim();
  if (/^1(?:\.0(?:\.?[0-9])?)?$/.test(version)) return '1.0';
  if (/^2\.0(?:\.[0-9])?$/.test(version)) return '2.1';
  return /^2\.1(?:\.[0-9])?$/.test(version) ? '2.2' : undefined;
}

export type Edex = ValueOf<typeof edex>;
