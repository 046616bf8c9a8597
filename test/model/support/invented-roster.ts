import type { Leerlinggegevens } from '../../../src/uwlr/messages/leerlinggegevens.js';
import type { Leerlinggegevens1 } from '../../../src/uwlr/messages/v1/leerlinggegevens.js';
import { MADE_AT } from './rosters.js';

/** An answer in the LVS set of 2.2 with all that it has. All of it is invented. */
export function lvsMessage(): Leerlinggegevens {
  return {
    school: {
      schooljaar: '2026-2027',
      peildatum: '2026-09-01',
      brincode: '99AB',
      dependancecode: '00',
      aanmaakdatum: MADE_AT,
      xsdversie: '2.2',
    },
    groepen: {
      groep: [
        { key: 'g6', naam: 'Nepgroep zes', jaargroep: '6' },
        { key: 'gc', naam: 'Nepgroep vijf en zes', jaargroep: 'C' },
      ],
      samengestelde_groep: [{ key: 'plus', naam: 'Nep plusklas' }],
    },
    leerlingen: {
      leerling: [
        {
          key: 'nep-1',
          eckid: 'https://ketenid.nl/pilot/nep-1',
          achternaam: 'Nepachternaam',
          voorvoegsel: 'van nep',
          'voorletters-1': 'NA',
          roepnaam: 'Nepnaam',
          geboortedatum: '2016-03-04',
          geslacht: '9',
          start_ondw_jgr3: '2022-08-22',
          jaargroep: '6',
          groep: { key: 'g6' },
          samengestelde_groepen: { samengestelde_groep: [{ key: 'plus' }] },
          'bsn_ondwnr-4': '0000',
        },
        {
          key: 'nep-2',
          roepnaam: 'Nepzus',
          geboortedatum: '2017-01-02',
          geslacht: '0',
          jaargroep: '5',
          groep: { key: 'gc' },
          'bsn_ondwnr-4': '9999',
        },
      ],
    },
    leerkrachten: {
      leerkracht: [
        {
          key: 'nep-l',
          eckid: 'https://ketenid.nl/pilot/nep-l',
          achternaam: 'Nepleerkracht',
          voorvoegsel: 'nep',
          roepnaam: 'Nepjuf',
          groepen: { groep: [{ key: 'g6', rol: ['LRK', 'IB'] }], samengestelde_groep: [{ key: 'plus' }] },
        },
        { key: 'nep-m', roepnaam: 'Nepmeester' },
      ],
    },
  };
}

/** The same school in the smalle set of 2.3: no birth dates, and pupils that need no key. */
export function smalleMessage(): Leerlinggegevens {
  const { school, groepen, leerkrachten } = lvsMessage();
  return {
    school: { ...school, xsdversie: '2.3' },
    ...(groepen === undefined ? {} : { groepen }),
    leerlingen: {
      leerling: [
        {
          eckid: 'https://ketenid.nl/pilot/nep-1',
          achternaam: 'Nepachternaam',
          voorvoegsel: 'van nep',
          roepnaam: 'Nepnaam',
          jaargroep: '6',
        },
        { key: 'nep-2', roepnaam: 'Nepzus', jaargroep: '5', groep: { key: 'gc' } },
      ],
    },
    leerkrachten: {
      leerkracht: (leerkrachten?.leerkracht ?? []).map((leerkracht) => ({ ...leerkracht, emailadres: 'nep@school.example' })),
    },
  };
}

/** The same school in 1.0, in the fields of the smalle set. */
export function messageOf1(): Leerlinggegevens1 {
  return {
    school: { schooljaar: '2026-2027', brincode: '99AB', dependancecode: '00', aanmaakdatum: MADE_AT, xsdversie: '1.0' },
    groepen: { groep: [{ key: 'g6', naam: 'Nepgroep zes', kenmerken: { kenmerk: [{ value: '6' }] } }] },
    subgroepen: { subgroep: [{ key: 'plus', naam: 'Nep plusklas' }] },
    leerlingen: {
      leerling: [
        {
          key: 'nep-1',
          achternaam: 'Nepachternaam',
          voorvoegsel: 'van nep',
          roepnaam: 'Nepnaam',
          geboortedatum: '2016-03-04',
          jaargroep: { value: '6' },
          groep: { key: 'g6' },
          subgroepen: { groep: [{ key: 'plus' }] },
        },
        { key: 'nep-2', roepnaam: 'Nepzus', geboortedatum: '2017-01-02', jaargroep: { value: '5' } },
      ],
    },
    leerkrachten: {
      leerkracht: [
        {
          key: 'nep-l',
          roepnaam: 'Nepjuf',
          emailadres: 'nep@school.example',
          groepen: { groep: [{ key: 'g6' }] },
          subgroepen: { groep: [{ key: 'plus' }] },
        },
      ],
    },
  };
}
