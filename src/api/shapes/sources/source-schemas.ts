import type { JsonSchema } from '../parameters/parameter.js';

/** Everything here is invented. */
export const SOURCE_EXAMPLE = {
  party: 'VERZONNEN-EA',
  product: 'OEFENTUIN',
  version: '2',
  title: 'Oefentuin rekenen',
  selector: { codePrefixes: ['OT-'] },
  origins: [{ originType: 'exercise' }],
  figures: [{ kind: 'score', scale: { from: '0', to: '10' }, meaning: 'hoeveel van de laatste tien opgaven goed waren' }],
  context: [],
  adaptive: 'yes',
  targetLevel: 'unknown',
  durability: 'notTested',
  signalsFrom: 'rules',
  declaredAt: '2026-01-15T08:00:00.000Z',
  confirmedAt: '2026-01-20T08:00:00.000Z',
} as const;

/** A profile as it is in force. `profile`: the schema of the file that declares one. */
export function sourceSchema(profile: JsonSchema): JsonSchema {
  const { properties = {}, $defs: _, ...rest } = profile as { readonly properties?: object; readonly $defs?: object };
  return {
    ...rest,
    properties: {
      ...properties,
      version: { type: 'string', description: 'Results name it as `source.profile`.' },
      declaredAt: { type: 'string', format: 'date-time' },
      confirmedAt: { type: 'string', format: 'date-time', description: 'When the school confirmed this version. Absent: it did not.' },
    },
    required: ['party', 'product', 'version', 'selector', 'origins', 'figures', 'context', 'declaredAt'],
  };
}
