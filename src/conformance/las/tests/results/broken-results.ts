import type { ConformanceTest } from '../../../conformance-test.js';
import type { Way } from '../../../messages/broken.js';
import { resultsBody } from '../../../messages/results.js';
import { skip } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { judgeBroken } from '../broken-messages.js';
import { USUAL, withResults } from './sending.js';

function broken(way: Way, requirement: string, en: string, nl: string): ConformanceTest<LasSubject> {
  return {
    ...USUAL,
    id: `las/results/each-${way}`,
    requirement,
    level: 'full',
    en,
    nl,
    run: (las) =>
      withResults(las, async (control) => {
        const message = await las.results.message();
        if (message === undefined) return skip('no pupil to send results of');
        const createdAt = new Date(message.createdAt);
        return judgeBroken(
          las,
          [way],
          resultsBody(las.version, message),
          control,
          async (body) => (await las.results.sendBody(body, createdAt)).answer,
        );
      }),
  };
}

/** Results that their schema does not allow: the schema itself says which. */
export const BROKEN_RESULTS_TESTS: readonly ConformanceTest<LasSubject>[] = [
  broken(
    'missing',
    'LAS-RESULTS-47',
    'Each element of results that the schema demands is missed when it is not there',
    'Elk element van resultaten dat het schema verplicht stelt, wordt gemist als het er niet is',
  ),
  broken(
    'doubled',
    'LAS-RESULTS-48',
    'No element of results may be there twice where the schema allows one',
    'Geen element van resultaten mag er tweemaal zijn waar het schema er één toestaat',
  ),
  broken(
    'unknown',
    'LAS-RESULTS-49',
    'An unknown element in results is refused wherever it is',
    'Een onbekend element in resultaten wordt overal geweigerd',
  ),
  broken(
    'value',
    'LAS-RESULTS-50',
    'Each value of results is held against its type',
    'Elke waarde van resultaten wordt getoetst aan haar type',
  ),
];
