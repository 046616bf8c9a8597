import type { Annotation, AnnotationKind } from '../../goals/annotation.js';
import type { Stretch } from '../page-of.js';

/** All that is given has to fit. Everybody and every group by id in the roster. */
export interface AnnotationQuery {
  readonly school: string;
  readonly learner?: string;
  readonly group?: string;
  /** Canonical URI. */
  readonly goal?: string;
  readonly author?: string;
  readonly kind?: AnnotationKind;
  /** True: only those that nobody has ended. */
  readonly open?: boolean;
}

export interface AnnotationStore {
  /**
   * False: a pupil was erased after `erasures`, the mark of the school, was read. Then nothing is stored, as it may be about that pupil. Without
   * the mark it is stored.
   */
  addAnnotation(school: string, annotation: Annotation, erasures?: number): Promise<boolean>;
  /** False: there is none with this id that still holds. */
  endAnnotation(school: string, id: string, at: string): Promise<boolean>;
  /** Those about a group or learner of the roster, oldest first. */
  annotations(
    school: string,
    about: { readonly learners: readonly string[]; readonly groups: readonly string[] },
  ): Promise<readonly Annotation[]>;
  annotation(school: string, id: string): Promise<Annotation | undefined>;
  /** Places in the order in which they were added. */
  annotationPlaces(query: AnnotationQuery, stretch: Stretch): Promise<readonly number[]>;
  annotationsAt(school: string, places: readonly number[]): Promise<ReadonlyMap<number, Annotation>>;
}
