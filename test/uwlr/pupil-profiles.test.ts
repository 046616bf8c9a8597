import { describe, expect, test } from '@jest/globals';
import { PUPIL_PROFILES, type PupilProfile } from '../../src/uwlr/grammar/grammar.js';
import { leerlinggegevens, leerlinggegevensStructuur } from '../../src/uwlr/messages/leerlinggegevens.js';
import { groep, leerkracht, leerling, leerlinggegevensText, type PupilParts, rulesIn, vestiging } from './support/pupil-text.js';

describe('profiles', () => {
  const VALID: Readonly<Record<PupilProfile, string>> = {
    'smalle-set': '<achternaam>Proef</achternaam><roepnaam>Pip</roepnaam><jaargroep>4</jaargroep>',
    'lvs-set':
      '<achternaam>Proef</achternaam><roepnaam>Pip</roepnaam><geboortedatum>2015-03-04</geboortedatum><geslacht>1</geslacht><jaargroep>4</jaargroep>',
  };
  /** Data of a version that the profile is content with, around this pupil. */
  function inProfile(profile: PupilProfile, version: '2.2' | '2.3', pupil: string, parts: PupilParts = {}): string[] {
    const whole = leerlinggegevensText({ version, leerlingen: leerling(pupil), ...parts })
      .replace('<brincode>', '<peildatum>2026-11-22</peildatum><brincode>')
      .replace('<xsdversie>', '<aanmaakdatum>2026-11-22T09:00:00</aanmaakdatum><xsdversie>');
    return rulesIn(whole, leerlinggegevens, { profile }).map((finding) =>
      finding.replace('/leerlinggegevens/', '').replace('leerlingen/leerling[1]/', ''),
    );
  }
  const four = '<bsn_ondwnr-4>1234</bsn_ondwnr-4>';

  test('take what they allow', () => {
    expect(
      inProfile('smalle-set', '2.2', VALID['smalle-set'].replace('<jaargroep>', '<geboortedatum>2015-03-04</geboortedatum><jaargroep>')),
    ).toEqual([]);
    expect(inProfile('smalle-set', '2.3', VALID['smalle-set'])).toEqual([]);
    expect(inProfile('lvs-set', '2.2', VALID['lvs-set'] + four)).toEqual([]);
    expect(inProfile('lvs-set', '2.3', VALID['lvs-set'])).toEqual([]);
  });

  test('take a minimal pupil in the Smalle set, and demand the rest in the LVS set', () => {
    expect(inProfile('smalle-set', '2.2', '<roepnaam>Pip</roepnaam>')).toEqual([]);
    expect(inProfile('lvs-set', '2.2', '<achternaam>Proef</achternaam>')).toEqual([
      'UWLR-SCH-003 roepnaam',
      'UWLR-SCH-003 geboortedatum',
      'UWLR-SCH-003 geslacht',
      'UWLR-SCH-003 jaargroep',
      'UWLR-SCH-003 bsn_ondwnr-4',
    ]);
    expect(inProfile('lvs-set', '2.3', '<roepnaam>Pip</roepnaam>')).toEqual([
      'UWLR-SCH-003 geboortedatum',
      'UWLR-SCH-003 geslacht',
      'UWLR-SCH-003 jaargroep',
    ]);
    expect(
      rulesIn(leerlinggegevensText({ leerlingen: leerling(VALID['lvs-set'] + four) }), leerlinggegevens, { profile: 'lvs-set' }),
    ).toEqual(['UWLR-SCH-003 /leerlinggegevens/school/peildatum', 'UWLR-SCH-003 /leerlinggegevens/school/aanmaakdatum']);
  });

  test.each(PUPIL_PROFILES)('refuse what %s forbids', (profile) => {
    const forbidden: readonly (readonly [string, string])[] = [
      ['<voornamen>Pip</voornamen>', '<roepnaam>'],
      ['<vestiging key="V"/>', ''],
      ['<gebruikersnaam>x</gebruikersnaam>', ''],
      ['<emailadres>a@b.example</emailadres>', ''],
      ['<fotourl>x</fotourl>', ''],
      ['<etniciteit>0</etniciteit>', ''],
      ['<land>NL</land>', ''],
      ['<land_vader>NL</land_vader>', ''],
      ['<land_moeder>NL</land_moeder>', ''],
      ['<bsn>123456782</bsn>', ''],
      ['<sofinummer>123456782</sofinummer>', ''],
      ['<onderwijsnummer>123456782</onderwijsnummer>', ''],
      ['<rijksregisternummer>12345678901</rijksregisternummer>', ''],
      ['<gewicht_nieuw>0</gewicht_nieuw>', ''],
      ['<gewicht>0.00</gewicht>', ''],
      ['<postcodenl>1234AB</postcodenl>', ''],
      ['<postnummerbe>1234</postnummerbe>', ''],
      ['<postcodeoverig>x</postcodeoverig>', ''],
      ['<instroomdatum>2020-01-01</instroomdatum>', ''],
      ['<uitstroomdatum>2020-01-01</uitstroomdatum>', ''],
      ['<toevoegingen><blok/></toevoegingen>', ''],
      ['<mutatiedatum>2020-01-01T00:00:00</mutatiedatum>', ''],
    ];
    for (const [field, before] of forbidden) {
      const [, name] = /<([\w-]+)/.exec(field) ?? [];
      const pupil = before === '' ? VALID[profile] + field : VALID[profile].replace(before, field + before);
      expect(inProfile(profile, '2.3', pupil)).toEqual([`UWLR-SCH-001 ${name}`]);
    }
    const teacher = (content: string) =>
      inProfile(profile, '2.3', VALID[profile], { leerkrachten: leerkracht(`<achternaam>Staf</achternaam>${content}`) });
    for (const field of [
      '<voornamen>P</voornamen>',
      '<voorletters-1>P</voorletters-1>',
      '<gebruikersnaam>p</gebruikersnaam>',
      '<rol>LRK</rol>',
    ])
      expect(teacher(field)).toEqual([expect.stringMatching(/^UWLR-SCH-001 leerkrachten\/leerkracht\[1\]\//)]);
    expect(inProfile(profile, '2.3', VALID[profile], { vestigingen: vestiging('V') })).toEqual(['UWLR-SCH-001 vestigingen']);
    expect(
      inProfile(profile, '2.3', VALID[profile], { groepen: groep('A').replace('</groep>', '<omschrijving>x</omschrijving></groep>') }),
    ).toEqual(['UWLR-SCH-001 groepen/groep[1]/omschrijving']);
  });

  test('differ in what they forbid, and between versions', () => {
    const birth = '<geboortedatum>2015-03-04</geboortedatum>';
    expect(inProfile('smalle-set', '2.3', VALID['smalle-set'].replace('<jaargroep>', `${birth}<jaargroep>`))).toEqual([
      'UWLR-SCH-001 geboortedatum',
    ]);
    const initials = VALID['lvs-set'].replace('<roepnaam>', '<voorletters-1>P</voorletters-1><roepnaam>');
    expect(inProfile('lvs-set', '2.2', initials + four)).toEqual([]);
    expect(inProfile('lvs-set', '2.3', initials)).toEqual(['UWLR-SCH-001 voorletters-1']);
    expect(inProfile('lvs-set', '2.3', VALID['lvs-set'] + four)).toEqual(['UWLR-SCH-001 bsn_ondwnr-4']);
    expect(inProfile('smalle-set', '2.2', VALID['smalle-set'] + four)).toEqual(['UWLR-SCH-001 bsn_ondwnr-4']);
    const leerkrachten = leerkracht('<achternaam>Staf</achternaam><emailadres>a@b.example</emailadres>');
    expect(inProfile('smalle-set', '2.2', VALID['smalle-set'], { leerkrachten })).toEqual([]);
    expect(inProfile('lvs-set', '2.2', VALID['lvs-set'] + four, { leerkrachten })).toEqual([
      'UWLR-SCH-001 leerkrachten/leerkracht[1]/emailadres',
    ]);
  });

  test('the LVS set wants groups where they are asked for by themselves', () => {
    const structure = (parts: PupilParts) =>
      rulesIn(leerlinggegevensText({ leerlingen: '', ...parts }, '-structuur'), leerlinggegevensStructuur, { profile: 'lvs-set' }).filter(
        (finding) => !finding.includes('/school/'),
      );
    expect(structure({})).toEqual(['UWLR-SCH-003 /leerlinggegevens-structuur/groepen']);
    expect(structure({ groepen: groep('A') })).toEqual([]);
  });
});
