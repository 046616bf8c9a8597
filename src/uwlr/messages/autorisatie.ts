import { schema, sequence } from '../grammar/combinators.js';
import type { ValueOf } from '../grammar/grammar.js';
import { tpString64 } from './text-types.js';

/** Keys longer than the 64 characters of the XSD occur in the field; on intake they are a warning (spec, section j). */
const tolerant = { failureRules: { 'too-long': 'UWLR-SCH-029' } } as const;

function autorisatieIn(aut: ReturnType<typeof schema>) {
  return aut.root(
    'autorisatie',
    aut.inline(
      sequence(
        aut.element('autorisatiesleutel', tpString64, 'Key that the LAS issued for a set of schools', { ...tolerant, privacy: 'I' }),
        aut.element('klantcode', tpString64, 'Code of the calling supplier, issued by the LAS', tolerant),
        aut.element('klantnaam', tpString64, 'Name of the calling supplier, issued by the LAS', tolerant),
      ),
    ),
    'Header of every request',
  );
}

const title = 'Header of every request: the caller and its key';

/** UWLR, section b: the header block `autorisatie` of a request. */
export const autorisatie = autorisatieIn(
  schema({ id: 'autorisatie', namespace: 'http://www.edustandaard.nl/leerresultaten/2/autorisatie', prefix: 'aut', title }),
);

/** The same in UWLR 1.0. */
export const autorisatie1 = autorisatieIn(
  schema({
    id: 'autorisatie',
    namespace: 'http://www.edustandaard.nl/leerresultaten/1/autorisatie',
    versions: ['1.0'],
    prefix: 'aut',
    title,
  }),
);

export type Autorisatie = ValueOf<typeof autorisatie>;
