/**
 * A message of the Edu-V Results API 2.1.0, as far as we write it: one test that was taken on one day, and what came of it for each
 * pupil. Times are instants in UTC; figures are text, as the source sent them.
 */
export interface EduVMessage {
  readonly id: string;
  readonly assessmentDateTime: string;
  readonly assessmentDefinition: EduVAssessment;
  readonly school: EduVSchool;
  readonly schoolPeriod: string;
  readonly scoreScaleDefinitions?: readonly EduVScoreScale[];
  readonly studentScoresAndResults: readonly EduVStatement[];
  readonly timestamp: string;
  readonly toolName: string;
}

export interface EduVAssessment {
  readonly id: string;
  readonly name: string;
  readonly version?: string;
  readonly subjects?: readonly { readonly subjectName: string }[];
  /** Id of a level in SLO's curriculum data. */
  readonly studyLevelId?: string;
  readonly parts?: readonly { readonly id: string; readonly name: string; readonly index: number }[];
}

export interface EduVSchool {
  /** OnderwijsaanbiederId. */
  readonly organisationMasterIdentifier?: string;
  readonly organisationIds: readonly { readonly organisationId: string; readonly organisationIdType: 'OIE_CODE' | 'AS_ID' }[];
}

export interface EduVScoreScale {
  readonly id: string;
  readonly name: string;
  readonly scoreScaleEntries: readonly { readonly LHS: string; readonly RHS: string }[];
}

/** What a pupil has on the test. It takes the place of what was sent under the same id before. */
export interface EduVStatement {
  readonly id: string;
  readonly student: {
    /** ECK iD. */
    readonly userMasterIdentifier?: string;
    readonly userIds: readonly [{ readonly userId: string; readonly userIdType: 'ASI' }];
  };
  readonly dateCreated: string;
  readonly dateLastModified: string;
  readonly status: 'Final' | 'Canceled';
  readonly reviewUrl?: string;
  readonly scores?: readonly EduVScore[];
  readonly results?: readonly EduVResult[];
}

export const EDU_V_SCORE_TYPES = [
  'DurationInSeconds',
  'NumberCorrect',
  'NumberIncorrect',
  'NumberItems',
  'ScorePoints',
  'SkillScore',
] as const;
export type EduVScoreType = (typeof EDU_V_SCORE_TYPES)[number];

export interface EduVScore {
  readonly scoreValue: string;
  readonly scoreType: EduVScoreType;
  readonly assessmentId: string;
  readonly assessmentPartId?: string;
  readonly scoreScaleIds?: readonly string[];
}

/**
 * Kinds of results that an OSO code stands for by name. The list of Edu-V has more: of those it is not said anywhere which OSO code they
 * are, or, as with `CPercentiel`, UWLR cannot tell them from another.
 */
export const EDU_V_RESULT_TYPES = ['AE', 'AVI', 'CAE', 'CIV', 'DLE', 'IV', 'LA', 'LGH', 'Percentiel'] as const;
export type EduVResultType = (typeof EDU_V_RESULT_TYPES)[number];

export interface EduVResult {
  readonly resultValue: string;
  readonly resultType: EduVResultType;
  readonly assessmentId: string;
  readonly assessmentPartId?: string;
}
