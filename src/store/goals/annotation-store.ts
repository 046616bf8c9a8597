import type { Annotation } from '../../goals/annotation.js';

export interface AnnotationStore {
  addAnnotation(school: string, annotation: Annotation): Promise<void>;
  /** False: there is none with this id that still holds. */
  endAnnotation(school: string, id: string, at: string): Promise<boolean>;
  /** Those about a group or learner of the roster, oldest first. */
  annotations(
    school: string,
    about: { readonly learners: readonly string[]; readonly groups: readonly string[] },
  ): Promise<readonly Annotation[]>;
}
