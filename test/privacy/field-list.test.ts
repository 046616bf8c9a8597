import { describe, expect, test } from '@jest/globals';
import { agreedPupilFields } from '../../src/privacy/fields/agreed-pupil-fields.js';
import { type FieldChoice, pupilFieldChoice, resultFieldChoice } from '../../src/privacy/fields/field-choice.js';
import { makeFieldList } from '../../src/privacy/fields/field-list.js';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';

const LEERLING = 'leerlinggegevens/leerlingen/leerling';
const SCHOOL = /\/school\//;

/** The list without the school, which always goes along. */
function listOf(choices: readonly FieldChoice[], ...names: readonly string[]) {
  const { fields, added } = makeFieldList(names, choices);
  return { fields: fields.filter((path) => !SCHOOL.test(path)).sort(), added };
}

function refusal(choices: readonly FieldChoice[], ...names: readonly string[]): string {
  try {
    makeFieldList(names, choices);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

describe('a list of fields of pupil data', () => {
  const smalle = [pupilFieldChoice('smalle-set')];

  test('has what it names, and the keys that no message can do without', () => {
    expect(listOf(smalle, 'leerling/achternaam', 'leerling/roepnaam')).toEqual({
      fields: [`${LEERLING}/@key`, `${LEERLING}/achternaam`, `${LEERLING}/roepnaam`],
      added: ['leerling/key'],
    });
  });

  test('always has the whole identification of the school, and of the message', () => {
    const { fields } = makeFieldList(['leerling/roepnaam'], smalle);
    const names = fields.filter((path) => SCHOOL.test(path)).map((path) => path.split('/').at(-1));
    expect(names).toEqual(expect.arrayContaining(['schooljaar', 'brincode', 'dependancecode', 'schoolkey', 'aanmaakdatum', 'xsdversie']));
    expect(names).not.toContain('auteur');
  });

  test('has the ECK iD only when it is named', () => {
    expect(listOf(smalle, 'leerling/roepnaam').fields).not.toContain(`${LEERLING}/@eckid`);
    expect(listOf(smalle, 'leerling/roepnaam', 'leerling/eckid').fields).toContain(`${LEERLING}/@eckid`);
    expect(listOf(smalle, 'leerling/roepnaam', 'leerling/@eckid').fields).toContain(`${LEERLING}/@eckid`);
  });

  test('that names the groups of pupils has the groups themselves too', () => {
    const { added } = listOf(smalle, 'leerling/roepnaam', 'leerling/groep');
    expect([...added].sort()).toEqual(['groep/jaargroep', 'groep/key', 'groep/naam', 'leerling/key']);
  });

  test('may have the full path of a field', () => {
    expect(listOf(smalle, `${LEERLING}/roepnaam`).fields).toContain(`${LEERLING}/roepnaam`);
  });

  test('of the smalle set of 2.3 has no date of birth to choose, that of 2.2 does', () => {
    expect(refusal([pupilFieldChoice('smalle-set@2.3')], 'leerling/roepnaam', 'geboortedatum')).toBe(
      'leerling/geboortedatum cannot go: it is not in the smalle-set@2.3',
    );
    expect(listOf([pupilFieldChoice('smalle-set@2.2')], 'leerling/roepnaam', 'geboortedatum').fields).toContain(
      `${LEERLING}/geboortedatum`,
    );
  });

  test.each([
    ['a word for everything', ['all'], 'a list names fields, and all is none'],
    ['an asterisk', ['*'], 'a list names fields, and * is none'],
    ['a name that two fields have', ['achternaam'], 'achternaam may be leerling/achternaam or leerkracht/achternaam: say which'],
    ['a slip of the pen', ['geborte'], 'there is no such field; meant may be leerling/geboortedatum'],
    ['a field outside the profile', ['leerling/roepnaam', 'geslacht'], 'leerling/geslacht cannot go: it is not in the smalle-set'],
    ['a national number', ['bsn'], 'leerling/bsn cannot go: it is special personal data, which no agreement lets through'],
    [
      'free text',
      ['commentaar'],
      'school/commentaar cannot go: it is free text, which may hold anything, and no agreement lets it through',
    ],
    ['no name of pupils', ['geboortedatum'], 'a leerling needs achternaam or roepnaam too: name at least one of them'],
    ['a prefix without its surname', ['leerling/voorvoegsel'], 'a leerling needs achternaam too: name it'],
    ['nothing but staff', ['leerkracht/roepnaam'], 'a leerling needs achternaam or roepnaam too: name at least one of them'],
  ])('with %s is refused, and told why', (_what, names, reason) => {
    expect(refusal(smalle, ...names)).toBe(reason);
  });

  test('with an element that only holds fields is refused, and told which those are', () => {
    expect(refusal(smalle, 'groepen')).toMatch(/^groepen is no field, but holds some; name those: groep\/naam, /);
  });

  test.each(UWLR_2_VERSIONS)('of its own may have any field of either profile, in %s too', (version) => {
    const { fields } = makeFieldList(
      ['leerling/roepnaam', 'geslacht', 'leerkracht/achternaam', 'leerkracht/emailadres'],
      [pupilFieldChoice('custom')],
    );
    const sayable = agreedPupilFields({ profile: 'custom', fields })?.in(version);
    expect(sayable?.has(`${LEERLING}/geslacht`)).toBe(true);
    expect(sayable?.has('leerlinggegevens/leerkrachten/leerkracht/emailadres')).toBe(true);
    expect(sayable?.has(`${LEERLING}/achternaam`)).toBe(false);
  });
});

describe('a list of fields of results', () => {
  const results = [resultFieldChoice()];

  test('has what a result cannot do without', () => {
    const added = ['resultaat/afnamedatum', 'resultaat/toetscode', 'resultaat/key', 'toets/toetscode'];
    expect(listOf(results, 'score').added).toEqual(expect.arrayContaining(added));
  });

  test('has the part of a test that a result is of, and that the test has that part: without, the figure would be one of the whole', () => {
    const parts = ['resultaat/toetsonderdeelcode', 'toetsonderdeel/toetsonderdeelcode', 'toetsonderdeel/toetsonderdeelvolgnummer'];
    expect(listOf(results, 'osoresultaat/toetsscore/aantalgoed').added).toEqual(expect.arrayContaining(parts));
    expect(listOf(results, 'score').added).toHaveLength(4 + parts.length);
  });

  test.each([
    ['no outcome', ['toetsnaam'], 'a resultaat needs score or osoresultaat or anderresultaat too: name at least one of them'],
    ['a link', ['score', 'infourl'], 'resultaat/infourl cannot go: --infourl says what is kept of it'],
    ["the pupil's key", ['score', 'leerlingid'], 'toetsafname/leerlingid cannot go: a pseudonym is kept instead'],
    [
      'a member of staff',
      ['score', 'resultaatverwerkerid'],
      'toetsafname/resultaatverwerkerid cannot go: it is not in the profile resultaten',
    ],
  ])('with %s is refused, and told why', (_what, names, reason) => {
    expect(refusal(results, ...names)).toBe(reason);
  });

  test('beside pupil data has to name fields of both', () => {
    const both = [pupilFieldChoice('smalle-set'), ...results];
    expect(refusal(both, 'leerling/roepnaam')).toBe(
      'nothing of leerresultaten is named: name its fields too, or make an agreement for each exchange',
    );
    expect(listOf(both, 'leerling/roepnaam', 'score').fields).toEqual(
      expect.arrayContaining([`${LEERLING}/roepnaam`, 'leerresultaten_verzoek/toetsafnames/toetsafname/resultaten/resultaat/score']),
    );
  });
});

describe('the rules that an answer keeps to', () => {
  const profileIn = (profile: string, version: (typeof UWLR_2_VERSIONS)[number], ...names: readonly string[]) => {
    const fields = names.length === 0 ? undefined : makeFieldList(names, [pupilFieldChoice(profile)]).fields;
    return agreedPupilFields({ profile, ...(fields === undefined ? {} : { fields }) })?.profileIn(version);
  };

  test('are those of the profile as long as the list has what that demands', () => {
    expect(profileIn('smalle-set', '2.2', 'leerling/achternaam')).toBe('smalle-set');
    expect(profileIn('lvs-set@2.3', '2.3')).toBe('lvs-set');
  });

  test.each([
    ['lvs-set', '2.2', ['leerling/achternaam'], 'the list lacks what the LVS set demands'],
    ['lvs-set@2.3', '2.2', [], 'the LVS set of 2.2 demands the end of the national number'],
    ['smalle-set@2.2', '2.3', [], 'the smalle set of 2.3 forbids a date of birth'],
    ['custom', '2.2', ['leerling/achternaam'], 'no profile was agreed on'],
  ] as const)('are those of the standard alone for %s in %s with %j: %s', (profile, version, names, _reason) => {
    expect(profileIn(profile, version, ...names)).toBeUndefined();
  });

  test('an agreement that says custom and has no list lets nothing through', () => {
    expect(agreedPupilFields({ profile: 'custom' })).toBeUndefined();
    expect(agreedPupilFields({ profile: 'resultaten' })).toBeUndefined();
  });
});
