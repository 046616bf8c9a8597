import { rulesOf } from './define.js';

const rule = rulesOf('semantic');
const warning = { severity: 'warning' } as const;

/** Results: what the standard means but its XSDs do not say. */
export const RESULT_RULES = {
  'UWLR-LR-001': rule('The school year does not span two consecutive years', 'Het schooljaar beslaat geen twee opeenvolgende jaren', {
    tolerable: true,
  }),
  'UWLR-LR-002': rule('The referenced part is not in the test', 'Het toetsonderdeel waarnaar wordt verwezen staat niet in de toets'),
  'UWLR-LR-003': rule('The code of the part occurs twice in the test', 'De toetsonderdeelcode komt tweemaal voor binnen de toets'),
  'UWLR-LR-004': rule('The end of the norm is below its start', 'De eindnormwaarde is lager dan de beginnormwaarde', {
    fault: 'Client.ToetsNormeringOngeldig',
  }),
  'UWLR-LR-005': rule(
    'The norm overlaps another norm of the same test or part',
    'De norm overlapt een andere norm van dezelfde toets',
    warning,
  ),
  'UWLR-LR-006': rule('The score is outside the norms of its test or part', 'De score valt buiten de normering van de toets', {
    fault: 'Client.ScoreOngeldig',
    tolerable: true,
  }),
  'UWLR-LR-007': rule('The date of the test is in the future', 'De afnamedatum ligt in de toekomst', warning),
  'UWLR-LR-008': rule(
    'Levels of the test hierarchy are duplicated or below 1',
    'Niveaus in de toetshiërarchie zijn dubbel of lager dan 1',
    warning,
  ),
  'UWLR-LR-009': rule('The term is not in its vocabulary', 'De term komt niet voor in het vocabulaire', {
    fault: 'Client.VocabulaireTermOngeldig',
  }),
  'UWLR-LR-010': rule('The OSO counts contradict each other or are negative', 'De OSO-aantallen zijn negatief of spreken elkaar tegen', {
    fault: 'Client.EldResultaatOngeldig',
  }),
  'UWLR-LR-011': rule('The end of the confidence interval is below its start', 'Het betrouwbaarheidsinterval eindigt voor het begint', {
    fault: 'Client.EldResultaatOngeldig',
  }),
  'UWLR-LR-012': rule(
    'The reference score code is not in OSO code list 11',
    'De codereferentiescore staat niet in OSO-codelijst 11',
    warning,
  ),
  'UWLR-LR-013': rule(
    'The comparison group code is not in OSO code list 22',
    'De codevergelijkingsgroep staat niet in OSO-codelijst 22',
    warning,
  ),
  'UWLR-LR-014': rule('The ECK iD does not have the format of an ECK iD', 'Het ECK iD heeft niet de vorm van een ECK iD', warning),
  'UWLR-LR-015': rule('The OSO result is empty', 'Het OSO-resultaat is leeg', warning),
  'UWLR-LR-016': rule('The result key contains the pupil key', 'De sleutel van het resultaat bevat de sleutel van de leerling', warning),
  'UWLR-LR-017': rule('The code of the test occurs twice', 'De toetscode komt tweemaal voor'),
  'UWLR-LR-018': rule(
    'The pupil key is a dummy key (#), which cannot be matched over time',
    'De leerlingid is een dummysleutel (#)',
    warning,
  ),
  'UWLR-LR-019': rule('The key starts or ends with white space, which is ignored', 'De sleutel begint of eindigt met spaties', warning),
  'UWLR-LR-020': rule(
    'The creation time (aanmaakdatum) is more than a day in the future',
    'De aanmaakdatum ligt meer dan een dag in de toekomst',
  ),
  'UWLR-LR-021': rule('The highest mark of the range is below the lowest', 'Het hoogste schoolcijfer is lager dan het laagste', {
    fault: 'Client.ToetsNormeringOngeldig',
  }),
  'UWLR-LR-022': rule(
    'The result has a different version from the test in the message',
    'Het resultaat noemt een andere versie dan de toets',
    warning,
  ),
  'UWLR-LR-023': rule('The pupil key is blank', 'De sleutel van de leerling is leeg', { fault: 'Client.LeerlingOngeldig' }),
  'UWLR-LR-024': rule('The school has no pupil with this key', 'De leerling is bij deze school niet bekend', {
    fault: 'Client.LeerlingOngeldig',
  }),
  'UWLR-LR-025': rule('Keys resemble citizen service numbers (BSN)', 'Sleutels lijken op burgerservicenummers (BSN)', warning),
  'UWLR-LR-026': rule(
    'The ECK iD is from the pilot environment, but this gateway is in production',
    'Het ECK iD komt uit de pilotomgeving en deze gateway is in productie',
    { fault: 'Client.LeerlingOngeldig' },
  ),
  'UWLR-LR-027': rule(
    'The key of the result differs from that of another result in white space only',
    'De sleutel van het resultaat verschilt alleen in spaties van die van een ander resultaat',
  ),
  'UWLR-LR-028': rule('There is white space around the key of the result', 'Er staan spaties om de sleutel van het resultaat', warning),
} as const;
