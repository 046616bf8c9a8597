import { describe, expect, test } from '@jest/globals';
import { SettingsError } from '../../src/delivery/targets/settings-error.js';
import { parseSettings, settingsOf } from '../../src/delivery/targets/settings-of.js';
import type { Target, TargetKind } from '../../src/directory/directory.js';
import { Keyring } from '../../src/privacy/keys/keyring.js';

const keyring = Keyring.fromSecret('an invented secret of more than thirty-two bytes');
const SECRET = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

const WHOLE: Readonly<Record<TargetKind, Readonly<Record<string, unknown>>>> = {
  las: { endpoint: 'https://las.example/uwlr', version: '2.2', maxBytes: 1_000_000, maxItems: 500, timeoutSeconds: 30, maxAgeHours: 72 },
  webhook: { url: 'https://dashboard.example/in', secrets: [{ secret: SECRET }, { secret: SECRET, until: '2026-12-01T00:00:00.000Z' }] },
  'edu-v': {
    url: 'https://eduv.example/v1',
    tokenUrl: 'https://eduv.example/token',
    clientId: 'gateway',
    keyFile: '/etc/uwlr/eduv.pem',
    organisations: { '99XX': '100A100' },
  },
  files: { directory: '/var/lib/uwlr/out', format: 'uwlr', version: '2.3' },
};

function target(kind: TargetKind, settings: string, by = keyring): Target {
  return { id: 'doel', party: 'ONTVANGER', kind, settings: by.sealSecret(settings), createdAt: '2026-01-01T00:00:00.000Z' };
}

function complaint(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'none';
}

describe.each(Object.entries(WHOLE) as [TargetKind, Record<string, unknown>][])(
  'the settings of a target of the kind %s',
  (kind, whole) => {
    test('come out as they were sealed', () => {
      expect(settingsOf(target(kind, JSON.stringify(whole)), kind, keyring)).toEqual(whole);
    });

    test('are refused with one that this kind does not have', () => {
      expect(complaint(() => parseSettings(kind, { ...whole, verzonnen: 1 }))).toContain(kind);
    });

    test('are refused with any of them in another shape, by name and without the value', () => {
      for (const name of Object.keys(whole)) {
        const said = complaint(() => parseSettings(kind, { ...whole, [name]: ['Verzonnen waarde'] }));
        expect(said).toMatch(new RegExp(`^${name} must`));
        expect(said).not.toContain('Verzonnen');
      }
    });
  },
);

test.each([
  ['webhook', 'url'],
  ['webhook', 'secrets'],
  ['edu-v', 'clientId'],
  ['files', 'directory'],
] as const)('a target of the kind %s has to say its %s', (kind, name) => {
  const { [name]: _, ...rest } = WHOLE[kind];
  expect(complaint(() => parseSettings(kind, rest))).toBe(`${name} is missing`);
});

test.each([
  ['of another kind', target('files', JSON.stringify(WHOLE.files))],
  ['sealed under another secret', target('las', '{}', Keyring.fromSecret('another secret that is long enough for a gateway'))],
  ['that are no JSON', target('las', '{')],
  ['that are no object', target('las', '[]')],
])('settings %s are refused', (_, one) => {
  expect(complaint(() => settingsOf(one, 'las', keyring))).not.toBe('none');
});
