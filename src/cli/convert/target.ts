import type { UwlrVersion } from '../../uwlr/finding.js';

/** What a message can be converted to: the canonical model, or the message of a version. */
export type Target = 'model' | `uwlr-${UwlrVersion}`;
