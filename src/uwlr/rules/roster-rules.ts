import { rulesOf } from './define.js';

const rule = rulesOf('semantic');
const warning = { severity: 'warning' } as const;

/** Pupil data: what the standard means but its XSDs do not say, or say without effect. */
export const ROSTER_RULES = {
  'UWLR-LG-001': rule('The school year does not span two consecutive years', 'Het schooljaar beslaat geen twee opeenvolgende jaren', {
    tolerable: true,
  }),
  'UWLR-LG-002': rule('The group key occurs twice', 'De sleutel van de groep komt tweemaal voor'),
  'UWLR-LG-003': rule('The pupil key occurs twice', 'De sleutel van de leerling komt tweemaal voor'),
  'UWLR-LG-004': rule('The staff member key occurs twice', 'De sleutel van de leerkracht komt tweemaal voor'),
  'UWLR-LG-005': rule('The location key occurs twice', 'De sleutel van de vestiging komt tweemaal voor'),
  'UWLR-LG-006': rule('The ECK iD of the pupil occurs twice', 'Het ECK iD van de leerling komt tweemaal voor'),
  'UWLR-LG-007': rule('The ECK iD of the staff member occurs twice', 'Het ECK iD van de leerkracht komt tweemaal voor'),
  'UWLR-LG-008': rule('The pupil refers to a group that is not in the data', 'De groep waarnaar de leerling verwijst is er niet'),
  'UWLR-LG-009': rule('The staff member refers to a group that is not in the data', 'De groep waarnaar de leerkracht verwijst is er niet'),
  'UWLR-LG-010': rule('The pupil refers to a location that is not in the data', 'De vestiging waarnaar de leerling verwijst is er niet'),
  'UWLR-LG-011': rule('The key is a dummy key (#), which cannot be matched over time', 'De sleutel is een dummysleutel (#)', warning),
  'UWLR-LG-012': rule('The key starts or ends with white space, which is ignored', 'De sleutel begint of eindigt met spaties', warning),
  'UWLR-LG-013': rule('The key is blank', 'De sleutel is leeg'),
  'UWLR-LG-014': rule('The pupil has no year group', 'De leerling heeft geen jaargroep', warning),
  'UWLR-LG-015': rule(
    'The name starts or ends with a space, or contains consecutive spaces',
    'De naam begint of eindigt met een spatie of bevat er twee achter elkaar',
    warning,
  ),
  'UWLR-LG-016': rule('The initials contain full stops or spaces', 'De voorletters bevatten punten of spaties', warning),
  'UWLR-LG-017': rule('The ECK iD does not have the format of an ECK iD', 'Het ECK iD heeft niet de vorm van een ECK iD', warning),
  'UWLR-LG-018': rule('The pupil has neither an ECK iD nor a key', 'De leerling heeft geen ECK iD en geen sleutel'),
  'UWLR-LG-019': rule('The date of birth is in the future', 'De geboortedatum ligt in de toekomst', warning),
  'UWLR-LG-020': rule(
    'The creation time (aanmaakdatum) is more than a day in the future',
    'De aanmaakdatum ligt meer dan een dag in de toekomst',
    warning,
  ),
  'UWLR-LG-021': rule('The institution number (instellingsnummer) starts with 0', 'Het instellingsnummer begint met een nul', warning),
  'UWLR-LG-022': rule(
    'The secondary-school year group is 1 to 6 and is read as 11 to 16',
    'De jaargroep in het voortgezet onderwijs is als 1 tot 6 geschreven en wordt gelezen als 11 tot 16',
    warning,
  ),
  'UWLR-LG-023': rule('The ECK iD is from the pilot environment', 'Het ECK iD komt uit de pilotomgeving', {
    severity: 'info',
  }),
  'UWLR-LG-024': rule('Keys resemble citizen service numbers (BSN)', 'Sleutels lijken op burgerservicenummers (BSN)', warning),
  'UWLR-LG-025': rule(
    'The ECK iD is from the pilot environment, but this gateway is in production',
    'Het ECK iD komt uit de pilotomgeving en deze gateway is in productie',
    { tolerable: true },
  ),
} as const;
