import type { Endpoint } from '../http/endpoint.js';
import { AGREEMENT_ENDPOINTS } from './agreement-endpoints.js';
import { ASSESSMENT_ENDPOINTS } from './assessment-endpoints.js';
import { AUDIT_ENDPOINTS } from './audit-endpoints.js';
import { DELIVERY_ACTIONS } from './delivery-actions.js';
import { DELIVERY_ENDPOINTS } from './delivery-endpoints.js';
import { ERASURE_ENDPOINTS } from './erasure-endpoints.js';
import { EXCHANGE_ENDPOINTS } from './exchange-endpoints.js';
import { GOAL_ENDPOINTS } from './goals/goal-endpoints.js';
import { REPORT_ENDPOINTS } from './goals/report-endpoints.js';
import { GROUP_ENDPOINTS } from './group-endpoints.js';
import { LEARNER_ENDPOINTS } from './learner-endpoints.js';
import { LINK_ENDPOINTS } from './link-endpoints.js';
import { POSTING_ENDPOINTS } from './posting-endpoint.js';
import { PROOF_ENDPOINTS } from './proof-endpoints.js';
import { RESULT_ENDPOINTS } from './result-endpoints.js';
import { ROSTER_ENDPOINTS } from './roster-endpoints.js';
import { SCHOOL_ENDPOINTS } from './school-endpoints.js';
import { SIGNAL_ENDPOINTS } from './signal-endpoints.js';
import { SOURCE_ENDPOINTS } from './sources/source-endpoints.js';
import { TARGET_ENDPOINTS } from './target-endpoints.js';
import { TEACHER_ENDPOINTS } from './teacher-endpoints.js';
import { ANNOTATION_ENDPOINTS } from './teaching/annotation-endpoints.js';
import { GOAL_VIEW_ENDPOINTS } from './teaching/goal-view-endpoints.js';

/** Everything that can be read or done with a token. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...RESULT_ENDPOINTS,
  ...REPORT_ENDPOINTS,
  ...LINK_ENDPOINTS,
  ...SOURCE_ENDPOINTS,
  ...POSTING_ENDPOINTS,
  ...SIGNAL_ENDPOINTS,
  ...ASSESSMENT_ENDPOINTS,
  ...EXCHANGE_ENDPOINTS,
  ...ROSTER_ENDPOINTS,
  ...LEARNER_ENDPOINTS,
  ...ERASURE_ENDPOINTS,
  ...GROUP_ENDPOINTS,
  ...TEACHER_ENDPOINTS,
  ...GOAL_ENDPOINTS,
  ...ANNOTATION_ENDPOINTS,
  ...GOAL_VIEW_ENDPOINTS,
  ...SCHOOL_ENDPOINTS,
  ...AGREEMENT_ENDPOINTS,
  ...PROOF_ENDPOINTS,
  ...TARGET_ENDPOINTS,
  ...DELIVERY_ACTIONS,
  ...DELIVERY_ENDPOINTS,
  ...AUDIT_ENDPOINTS,
];
