import type { ConformanceTest } from '../conformance-test.js';
import type { EaSubject } from './ea-subject.js';

/** A test of a client. It judges what came in: the steps that it needs are played before. */
export interface EaTest extends ConformanceTest<EaSubject> {
  /** Ids of steps without which there is nothing to judge. */
  readonly steps: readonly string[];
}
