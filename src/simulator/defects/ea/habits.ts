import { behaves, type EaDefect } from '../ea-defect.js';

const CLIENT = /^Client\./;

/** Of what a client does, and when. */
export const EA_HABIT_DEFECTS: readonly EaDefect[] = [
  behaves('since-at-first', 'EA-ASK-16', 'Its first question has laatstontvangengegevens.', { sinceAtFirst: true }),
  behaves('since-in-future', 'EA-ASK-17', 'It sends a moment of next week as laatstontvangengegevens.', { sinceInFuture: true }),
  behaves('since-without-zone', 'EA-ASK-18', 'It leaves the zone out of laatstontvangengegevens.', { sinceWithoutZone: true }),
  behaves('failures-count', 'EA-ASK-19', 'It takes any end of a question for data received.', { countsFailures: true }),
  behaves('forgets-unchanged', 'EA-ASK-20', 'It takes geenwijzigingen for a school without pupils.', { forgetsUnchanged: true }),
  behaves('stops-after-none', 'EA-ASK-21', 'After geengegevens it never asks again.', { stopsAfterNone: true }),
  behaves('keeps-leavers', 'EA-ASK-22', 'It goes on about pupils who left.', { keepsLeavers: true }),
  behaves('asks-once', 'EA-ASK-23', 'It asks for pupil data once only.', { asksOnce: true }),
  behaves('needs-prefixes', 'EA-ASK-27', 'It finds elements by the prefixes that it knows.', { needsPrefixes: true }),
  behaves('needs-lists', 'EA-ASK-28', 'It cannot read a list of one pupil.', { needsLists: true }),
  behaves('needs-valid-answers', 'EA-ASK-29', 'It refuses an answer with an empty or unknown element.', { needsValid: true }),
  behaves('needs-small-answers', 'EA-ASK-30', 'It cannot read an answer of more than 100,000 characters.', { mostCharacters: 100_000 }),
  behaves('needs-first-names', 'EA-USEFUL-09', 'It has no results of a pupil without roepnaam.', { needsField: 'roepnaam' }),
  behaves('repeats-questions', 'EA-FAULT-01', 'It repeats at once a question that was refused.', {
    repeats: { of: 'questions', code: CLIENT, times: 2 },
  }),
  behaves('never-asks-again', 'EA-FAULT-02', 'It asks no more after Server.TijdelijkNietBeschikbaar.', {
    diesAt: { of: 'questions', failure: /TijdelijkNietBeschikbaar/ },
  }),
  behaves('hammers-with-questions', 'EA-FAULT-03', 'It repeats a question many times when the server fails.', {
    repeats: { of: 'questions', code: /^Server\./, times: 20 },
  }),
  behaves('repeats-results', 'EA-FAULT-04', 'It sends refused results again at once, unchanged.', {
    repeats: { of: 'results', code: CLIENT, times: 2 },
  }),
  behaves('gives-up-results', 'EA-FAULT-05', 'It gives up results after Server.TijdelijkNietBeschikbaar.', {
    givesUp: /TijdelijkNietBeschikbaar/,
  }),
  behaves('hammers-with-results', 'EA-FAULT-06', 'It repeats results many times when the server fails.', {
    repeats: { of: 'results', code: /^Server\./, times: 20 },
  }),
  behaves('ignores-retry-after', 'EA-FAULT-07', 'It asks again before Retry-After is over.', { ignoresRetryAfter: 'questions' }),
  behaves('ignores-retry-after-with-results', 'EA-FAULT-07', 'It delivers again before Retry-After is over.', {
    ignoresRetryAfter: 'results',
  }),
  behaves('confirmed-by-a-page', 'EA-FAULT-08', 'It takes an HTML page under HTTP 200 for a confirmation.', {
    takesForConfirmation: /^page$/,
  }),
  behaves('confirmed-by-nothing', 'EA-FAULT-08', 'It takes an empty Body for a confirmation.', { takesForConfirmation: /^empty-body$/ }),
  behaves('confirmed-by-503', 'EA-FAULT-08', 'It looks at no status and no answer.', {
    takesForConfirmation: /^(?:http-503|fault Server\..*)$/,
  }),
  behaves('loses-the-lost', 'EA-FAULT-09', 'It gives up results whose confirmation was lost.', { givesUp: /^broken$/ }),
  behaves('keeps-the-stamp', 'EA-FAULT-10', 'It delivers again with the same aanmaakdatum, and new results beside.', { sameStamp: true }),
  behaves('impatient', 'EA-FAULT-11', 'It waits too short for pupil data.', { patience: { of: 'questions', ms: 700 } }),
  behaves('impatient-with-results', 'EA-FAULT-11', 'It waits too short for a confirmation.', { patience: { of: 'results', ms: 700 } }),
  behaves('dies-at-a-page', 'EA-FAULT-12', 'It asks no more after an HTML page.', { diesAt: { of: 'questions', failure: /^page$/ } }),
  behaves('one-stamp', 'EA-RESULTS-03', 'It stamps every message with the moment of its first.', { oneStamp: true }),
  behaves('numbers-anew', 'EA-RESULTS-10', 'It numbers the results of each message from one.', { numbersAnew: true }),
  behaves('new-keys', 'EA-RESULTS-11', 'It gives results new keys when it delivers them again.', { newKeys: true }),
  behaves('incomplete', 'EA-RESULTS-20', 'It never delivers again.', { givesUp: /./ }),
];
