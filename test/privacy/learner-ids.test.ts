import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LearnerIds } from '../../src/privacy/pupils/learner-ids.js';

const UUID = '6f9619ff-8b86-d011-b42d-00cf4fc964ff';
const BYTES = Buffer.from(UUID.replaceAll('-', ''), 'hex');
/** As .NET writes the bytes of a GUID. */
const MIXED = Buffer.from([3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((at) => BYTES[at] as number));
const ECK = `https://ketenid.nl/201703/${'0123456789abcdef'.repeat(8)}`;
const IDS = [UUID, ECK, 'GEWIST-LL-4711', 'ABC123', '6041237', 'éénoog-7'];
const ids = new LearnerIds(IDS);
const PUPIL = 'GEWIST-LL-4711';

/** Ways of writing an id. */
const FORMS: Readonly<Record<string, (id: string) => string>> = {
  'as it is': (id) => id,
  'in capitals': (id) => id.toUpperCase(),
  'with other separators': (id) => id.replaceAll('-', '_'),
  'percent-encoded': (id) => [...Buffer.from(id)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'percent-encoded twice': (id) =>
    encodeURIComponent([...Buffer.from(id)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')),
  base64: (id) => Buffer.from(id).toString('base64'),
  base64url: (id) => Buffer.from(id).toString('base64url'),
  'base64 of more than it': (id) => Buffer.from(`toets ${id}, deel 2`).toString('base64'),
  'base64 of two bytes a character': (id) => Buffer.from(id, 'utf16le').toString('base64'),
  hex: (id) => Buffer.from(id).toString('hex'),
  'hex in capitals': (id) => Buffer.from(id).toString('hex').toUpperCase(),
};
const AROUND = ['', 'T-', 'toets ', 'x/', 'ab_', '('].flatMap((before) =>
  ['', ' deel 2', '-x', ')'].map((after) => [before, after] as const),
);

describe('the id of a learner is found', () => {
  test.each(Object.entries(FORMS))('%s, whatever stands around it', (name, form) => {
    const missed = IDS.filter((id) => (!name.startsWith('base64') && !name.startsWith('hex') ? true : id !== 'éénoog-7')).flatMap((id) =>
      AROUND.filter(([before, after]) => !ids.areIn(`${before}${form(id)}${after}`)).map((around) => ({ id, around })),
    );
    expect(missed).toEqual([]);
  });

  test('as the bytes of a UUID, in either order, and as the last part of an ECK iD', () => {
    const forms = [BYTES, MIXED].flatMap((bytes) => [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')]);
    const hex = ECK.slice(-128);
    const eck = [hex, hex.toUpperCase(), Buffer.from(hex, 'hex').toString('base64'), Buffer.from(ECK).toString('base64')];
    expect([...forms, ...forms.map((form) => `T_${form}`), ...eck].filter((form) => !ids.areIn(form))).toEqual([]);
  });

  test('and nothing else is', () => {
    const innocent = [
      ...['', 'Rekenen M5', 'ABC1234', 'XABC123', '60412371', '16041237', '60 41 23 7', '60-412-37', 'GEWIST-LL-471', UUID.slice(0, -1)],
      ...['6f9619ff-8b86-d011-b42d-00cf4fc964fe', 'a'.repeat(300), BYTES.subarray(0, 15).toString('base64'), '4711', 'ketenid.nl/201703'],
    ];
    expect(innocent.filter((text) => ids.areIn(text))).toEqual([]);
    expect(innocent.map((text) => ids.takenOutOf(text))).toEqual(innocent);
  });

  test('unless it is shorter than six letters and digits, or stands for nobody', () => {
    const short = new LearnerIds(['1', '42', '12345', 'L-123', '#123456', undefined]);
    expect([short.none, short.areIn('12345'), short.areIn('#123456')]).toEqual([true, false, false]);
  });
});

test.each([
  ['0aA00A00', 'MGFBMDBBMDA', 'capitals only'],
  ['jojojo', 'am9qb2pv', 'small letters and digits only'],
  ['jojojo', 'eGpvam9qbw', 'small letters and digits only, from the second byte on'],
  ['jojojo', 'eHhqb2pvam8', 'small letters and digits only, from the third byte on'],
])('an id is found in base64 that has %3$s: %1$s as %2$s', (id, text) => {
  const search = new LearnerIds([id]);
  expect([text, ` ${text} `, `toets ${text}, deel`].map((one) => search.takenOutOf(one))).toEqual(Array(3).fill('[id]'));
  expect(Buffer.from(text, 'base64').toString()).toContain(id);
});

test.each([
  [`urn:uuid:${UUID}`, `toets ${UUID.toUpperCase()}`],
  [`${UUID}@school.example`, UUID],
  ['99XX-471100', 'toets 471100'],
  ['99XX01_471100', '471100'],
  ['l.gewist@school.example', 'Toets van L Gewist'],
  ['urn:voorbeeld:leerling:gewist-7', 'toets_gewist-7'],
  ['0000471100', '471100'],
  ['471100', '0000471100'],
])('an id is found without what one of the two systems puts around it: %s in "%s"', (id, text) => {
  expect(new LearnerIds([id]).takenOutOf(text)).toContain('[id]');
});

test('an id that is a number of a few digits can be left out of the search, and no other', () => {
  const search = new LearnerIds(['471100', '99XX-471101', UUID, '123456789']);
  expect([search.hasNumbers, ids.withoutNumbers().hasNumbers]).toEqual([true, false]);
  const texts = ['471100', '471101', UUID, '123456789'];
  expect(texts.map((text) => search.areIn(text))).toEqual([true, true, true, true]);
  expect(texts.map((text) => search.withoutNumbers().areIn(text))).toEqual([false, false, true, true]);
  expect(new LearnerIds([UUID]).hasNumbers).toBe(false);
});

test('an id is taken out of a text, and the rest stays; what is written in another encoding goes as a whole', () => {
  expect(ids.takenOutOf(`Toets van ${UUID} en gewist/ll/4711.`)).toBe('Toets van [id] en [id].');
  expect(ids.takenOutOf(`Toets ${Buffer.from(UUID).toString('base64')}`)).toBe('[id]');
});

test('of thousands of ids each is found, also when they begin or end alike', () => {
  const many = Array.from({ length: 5000 }, (_, at) => `leerling-${String(at).padStart(5, '0')}-school`);
  const search = new LearnerIds([...many, ...many]);
  expect(many.filter((id) => !search.areIn(`toets/${id.toUpperCase()}/x`))).toEqual([]);
  expect(search.areIn('leerling-05000-school')).toBe(false);
});

test('texts that are made to be compared with every id at every place cost no more than their length', () => {
  // Each says what an id says, from the end, up to the last character that counts.
  const hostile = Array.from({ length: 240 }, (_, at) => `b${'a'.repeat(at + 8)}`);
  const search = new LearnerIds([...hostile, PUPIL]);
  const text = 'a'.repeat(250);
  for (let n = 0; n < 40_000; n++) search.areIn(text);
  expect(search.areIn(`van ${PUPIL}`)).toBe(true);
  expect(new LearnerIds(Array.from({ length: 40_000 }, (_, at) => `${at}-aaaaaaaaaa`)).areIn('39999-aaaaaaaaaa')).toBe(true);
});

test('whatever the id and the text around it: once it was taken out it is not in there', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9]{3,12}-?[A-Za-z0-9]{5,12}$/);
  const form = fc.constantFrom(...Object.values(FORMS));
  fc.assert(
    fc.property(fc.array(id, { minLength: 1, maxLength: 20 }), fc.nat(), form, fc.string({ maxLength: 20 }), (all, which, write, text) => {
      const one = all[which % all.length] as string;
      const search = new LearnerIds(all);
      const clean = search.takenOutOf(`${text} ${write(one)} ${text}`);
      expect(clean).not.toContain(write(one));
      expect(search.areIn(clean)).toBe(false);
    }),
  );
});
