import type { ConformanceTest } from '../../conformance-test.js';
import type { LasSubject } from '../las-subject.js';
import { HTTP_TESTS } from './transport/http.js';
import { TLS_TESTS } from './transport/tls.js';
import { TOLERANCE_TESTS } from './transport/tolerance.js';

/** The same question in other ways: written otherwise, sent otherwise. */
export const TRANSPORT_TESTS: readonly ConformanceTest<LasSubject>[] = [...TOLERANCE_TESTS, ...HTTP_TESTS, ...TLS_TESTS];
