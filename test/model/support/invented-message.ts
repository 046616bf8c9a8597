import type { LeerresultatenVerzoek } from '../../../src/uwlr/messages/leerresultaten.js';

/** The format of `anderresultaat` that is registered in these tests. */
export const FORMAT = '{urn:voorbeeld:formaat}Formaat';

export const VOCABULARY = 'http://example.org/vocabulaire';
export const LOCATION = 'http://example.org/vocabulaire.xml';

const bound = (value: string) => ({ value, vocabulaire: VOCABULARY, vocabulairelocatie: LOCATION });

const colour = { rood_code: '255', groen_code: '0', blauw_code: '0', transparantie: '1.00' };

/** A message in which every field of the grammar of 2.2 is filled. All of it is invented. */
export function fullMessage(): LeerresultatenVerzoek {
  const result = (key: string) => ({ key, afnamedatum: '2026-01-14', toetscode: 'T1' });
  return {
    school: {
      schooljaar: '2025-2026',
      brincode: '99AB',
      dependancecode: '01',
      aanmaakdatum: '2026-01-15T09:00:00+01:00',
      auteur: 'Proef Persoon',
      xsdversie: '2.2',
      commentaar: 'proefcommentaar',
    },
    toetsafnames: {
      toetsafname: [
        {
          leerlingid: 'LL-0001',
          eckid: 'eckid-0001',
          resultaatverwerkerid: 'LK-0001',
          resultaten: {
            resultaat: [
              {
                ...result('r-score'),
                versie: bound('3'),
                toetsonderdeelcode: 'A',
                score: '7',
                infourl: 'https://ea.example/a?toets=T1',
              },
              {
                ...result('r-oso'),
                osoresultaat: {
                  toetsscore: {
                    aantalopgaven: '20',
                    aantalgoed: '15',
                    aantalfout: '4',
                    aantalgelezen: '19',
                    tijd: '900.50',
                    vaardigheidsscore: '112.10',
                    codevaardigheidsschaal: 'Schaal',
                    betrouwbaarheidsinterval: { bivlaag: '110', bivhoog: '114.2' },
                  },
                  referentiescore: [
                    { codereferentiescore: 'DLE', codevergelijkingsgroep: 'Landelijk', waarde: '24', kwalificatie: 'voldoende' },
                    { codereferentiescore: 'AVI', codevergelijkingsgroep: 'Landelijk', waarde: 'E4' },
                  ],
                },
              },
              { ...result('r-ander'), anderresultaat: { type: FORMAT, andere_score: '', oordeel: 'op weg' } as object },
            ],
          },
        },
      ],
    },
    toetsen: {
      toets: [
        {
          toetscode: bound('T1'),
          versie: bound('3'),
          toetsnaam: 'Rekenen blok 1',
          leerjaar: bound('5'),
          vakgebied: bound('Rekenen en wiskunde'),
          toetsnormering: {
            ...{ vocabulaire: VOCABULARY, vocabulairelocatie: LOCATION },
            toetscategorie: bound('methodetoets'),
            toetsniveau: bound('niveau 2'),
            wegingsfactor: '1.5',
            norm: [
              {
                term: 'goed',
                omschrijving: 'gaat goed',
                beginnormwaarde: '0',
                eindnormwaarde: '10',
                normkleur: colour,
                schoolcijfer_vanaf: '1.00',
                schoolcijfer_totenmet: '10.00',
              },
            ],
          },
          toetshierarchie: {
            ingang: [
              { ...bound('Blok 1'), niveau: '10' },
              { ...bound('Methode'), niveau: '9' },
            ],
          },
          toetsonderdelen: {
            toetsonderdeel: [
              {
                toetsonderdeelvolgnummer: '1',
                toetsonderdeelcode: bound('A'),
                toetsonderdeelnaam: 'Optellen',
                toetsonderdeelnormering: {
                  toetscategorie: bound('onderdeel'),
                  toetsniveau: bound('T1'),
                  norm: [
                    { term: 'oefenen', beginnormwaarde: '0', eindnormwaarde: '5' },
                    { term: 'goed', omschrijving: 'gaat goed', beginnormwaarde: '6', eindnormwaarde: '10' },
                  ],
                },
              },
              { toetsonderdeelvolgnummer: '2', toetsonderdeelcode: { value: 'B' } },
            ],
          },
        },
      ],
    },
  };
}
