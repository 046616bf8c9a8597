import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { IncomingRoster } from '../../src/model/roster/roster.js';
import { fromEdex, fromLeerlinggegevens } from '../../src/model/roster/roster-from-uwlr.js';
import { pupilFields } from '../../src/privacy/fields/pupil-profile.js';
import { minimiseRoster } from '../../src/privacy/minimise/minimise-roster.js';
import { type Edex, edex } from '../../src/uwlr/messages/edexml-file.js';
import { type Leerlinggegevens, leerlinggegevensAntwoord } from '../../src/uwlr/messages/leerlinggegevens.js';
import { decodeText } from '../support/decode-text.js';

const SAMPLES = path.resolve('../shared/samples');
const there = existsSync(SAMPLES);
if (!there) console.warn('Skipped: ../shared/samples is not here.');

function roots(folder: string, pattern: RegExp): string[] {
  return there ? readdirSync(path.join(SAMPLES, folder)).filter((file) => pattern.test(file)) : [];
}

function textOf(file: string): string {
  return readFileSync(path.join(SAMPLES, file), 'utf8');
}

/** Every reference in it leads somewhere. */
function expectWhole({ groups, learners, teachers, origin }: IncomingRoster): void {
  expect(origin.schoolYear).toMatch(/^\d{4}-\d{4}$/);
  const keys = new Set(groups.map(({ kind, key }) => `${kind} ${key}`));
  const named = learners.flatMap(({ group, combinedGroups }) => [
    ...(group === undefined ? [] : [`base ${group}`]),
    ...combinedGroups.map((key) => `combined ${key}`),
  ]);
  const taught = teachers.flatMap((teacher) => teacher.groups.map(({ kind, key }) => `${kind} ${key}`));
  expect([...named, ...taught].filter((key) => !keys.has(key))).toEqual([]);
}

(there ? describe : describe.skip)('samples', () => {
  test.each(roots('edexml', /\.xml$/))('%s', (file) => {
    const { value, version } = decodeText(textOf(`edexml/${file}`), edex, { policy: 'tolerant' });
    const message = value as Edex;
    const roster = fromEdex(message);
    expectWhole(roster);
    expect(roster.learners).toHaveLength(message.leerlingen.leerling.length);
    expect(roster.teachers).toHaveLength(message.leerkrachten?.leerkracht.length ?? 0);
    expect(roster.notes).toEqual([]);
    const fields = pupilFields('smalle-set', '2.3');
    const { value: minimised, strips } = minimiseRoster(edex, version, message, fields);
    expectWhole(fromEdex(minimised));
    expect(strips.length).toBeGreaterThan(0);
    expect(fromEdex(minimised).learners.some(({ birthDate, gender }) => birthDate !== undefined || gender !== undefined)).toBe(false);
  });

  test.each(roots('responses', /^(iddinkhub|edustandaard-edexml21)/))('%s', (file) => {
    const [, body = ''] = /Body>(.*)<\/[^>]*Body>/s.exec(textOf(`responses/${file}`)) ?? [];
    const declared = /xmlns:le="[^"]*"/.exec(textOf(`responses/${file}`))?.[0] ?? '';
    const standalone = body.includes(declared) ? body : body.replace(/<le:leerlinggegevens_antwoord/, `$& ${declared}`);
    const { value } = decodeText(standalone.trim(), leerlinggegevensAntwoord, { policy: 'tolerant' });
    const message = (value as { readonly leerlinggegevens?: Leerlinggegevens }).leerlinggegevens;
    if (message === undefined) throw new Error('the sample has no data');
    const roster = fromLeerlinggegevens(message, { secondary: file.startsWith('iddinkhub') });
    expectWhole(roster);
    expect(roster.learners.length).toBeGreaterThan(2);
    expect(roster.teachers.length).toBeGreaterThan(0);
    // Secondary education with years 1 and 2.
    expect(new Set(roster.notes.map(({ rule }) => rule))).toEqual(new Set(file.startsWith('iddinkhub') ? ['UWLR-LG-022'] : []));
  });
});
