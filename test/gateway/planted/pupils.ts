import { YEAR } from '../../support/fill-roster.js';

/** Invented values that the profiles let a vendor have: sealed on disk, and in the open in its answer only. */
export const SERVED = {
  sleutel: 'LL-GEPLANT-8801',
  eckid: `https://ketenid.nl/pilot/${'geplant0'.repeat(16)}`,
  achternaam: 'Geplantachternaam',
  voorvoegsel: 'gepl v/d',
  roepnaam: 'Geplantroepnaam',
  geboortedatum: '2014-11-29',
  groepssleutel: 'GR-GEPLANT-1',
  groepsnaam: 'Groep Geplantgroep',
  leerkrachtsleutel: 'LK-GEPLANT-8802',
  leerkrachtnaam: 'Geplantleerkracht',
} as const;

/** What one of the profiles lets through. */
export const BY_PROFILE = {
  'smalle-set': { leerkrachtmail: 'juf.geplant@school.voorbeeld' },
  'lvs-set': { voorletters: 'QGEPLT', bsnEinde: '8463', startGroep3: '2020-08-17' },
} as const;

/** What nobody may have, whatever was agreed: it is not even kept. */
export const NEVER = {
  voornamen: 'Geplant Voluit Voornaam',
  gebruikersnaam: 'geplant.login',
  mail: 'kind.geplant@thuis.voorbeeld',
  foto: 'https://foto.voorbeeld/geplant.jpg',
  postcode: '9173QZ',
  instroom: '2018-03-19',
  uitstroom: '2027-07-23',
  gewijzigd: '2025-09-13T07:17:37',
  vestiging: 'VS-GEPLANT-1',
  vestigingsnaam: 'Vestiging Geplant',
  omschrijving: 'Geplante omschrijving van zorg',
  rolomschrijving: 'Geplante rol',
  leerkrachtlogin: 'geplant.juf',
  auteur: 'Geplante Auteur',
  commentaar: 'Geplant commentaar over een kind',
  toevoeging: 'GEPLANT-BLOK',
  toevoegingstekst: 'Geplante toevoeging',
  onbekendElement: 'geplant-onbekend-element',
  bsn: '928374655',
} as const;

/** All of them, by kind. */
export const VALUES = { ...SERVED, ...BY_PROFILE['smalle-set'], ...BY_PROFILE['lvs-set'], ...NEVER };

const ADDITIONS = `<toevoegingen><blok xmlns:x="urn:geplant" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x:blok"><code>${NEVER.toevoeging}</code><omschrijving>${NEVER.toevoegingstekst}</omschrijving></blok></toevoegingen>`;

/** One pupil with everything that the standard knows, and what it does not. `number`: the national number, or the end of it. */
export function answer(number: string, tail = ''): string {
  const pupil = [
    `<achternaam>${SERVED.achternaam}</achternaam><voorvoegsel>${SERVED.voorvoegsel}</voorvoegsel><voornamen>${NEVER.voornamen}</voornamen>`,
    `<voorletters-1>${VALUES.voorletters}</voorletters-1><roepnaam>${SERVED.roepnaam}</roepnaam><geboortedatum>${SERVED.geboortedatum}</geboortedatum>`,
    `<geslacht>2</geslacht><start_ondw_jgr3>${VALUES.startGroep3}</start_ondw_jgr3><jaargroep>8</jaargroep><groep key="${SERVED.groepssleutel}"/>`,
    `<vestiging key="${NEVER.vestiging}"/><gebruikersnaam>${NEVER.gebruikersnaam}</gebruikersnaam><emailadres>${NEVER.mail}</emailadres>`,
    `<fotourl>${NEVER.foto}</fotourl><etniciteit>1</etniciteit><land>SR</land><land_vader>SR</land_vader><land_moeder>SR</land_moeder>${number}`,
    `<gewicht_nieuw>1,2</gewicht_nieuw><gewicht>0.90</gewicht><postcodenl>${NEVER.postcode}</postcodenl><instroomdatum>${NEVER.instroom}</instroomdatum>`,
    `<uitstroomdatum>${NEVER.uitstroom}</uitstroomdatum>${ADDITIONS}<mutatiedatum>${NEVER.gewijzigd}</mutatiedatum>`,
  ].join('');
  const teacher = `<achternaam>${SERVED.leerkrachtnaam}</achternaam><gebruikersnaam>${NEVER.leerkrachtlogin}</gebruikersnaam><emailadres>${VALUES.leerkrachtmail}</emailadres><rolomschrijving>${NEVER.rolomschrijving}</rolomschrijving><groepen><groep key="${SERVED.groepssleutel}"><rol>IB</rol><rolomschrijving>${NEVER.rolomschrijving}</rolomschrijving></groep></groepen>`;
  return [
    '<leerlinggegevens_antwoord xmlns="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"><leerlinggegevens>',
    `<school><schooljaar>${YEAR}</schooljaar><brincode>99XX</brincode><aanmaakdatum>2025-10-01T08:00:00Z</aanmaakdatum><auteur>${NEVER.auteur}</auteur><xsdversie>2.2</xsdversie><commentaar>${NEVER.commentaar}</commentaar>${ADDITIONS}</school>`,
    `<vestigingen><vestiging key="${NEVER.vestiging}"><naam>${NEVER.vestigingsnaam}</naam></vestiging></vestigingen>`,
    `<groepen><groep key="${SERVED.groepssleutel}"><naam>${SERVED.groepsnaam}</naam><jaargroep>8</jaargroep><omschrijving>${NEVER.omschrijving}</omschrijving></groep></groepen>`,
    `<leerlingen><leerling key="${SERVED.sleutel}" eckid="${SERVED.eckid}">${pupil}<geheim>${NEVER.onbekendElement}</geheim></leerling></leerlingen>`,
    `<leerkrachten><leerkracht key="${SERVED.leerkrachtsleutel}">${teacher}</leerkracht></leerkrachten>`,
    `${tail}</leerlinggegevens></leerlinggegevens_antwoord>`,
  ].join('');
}
