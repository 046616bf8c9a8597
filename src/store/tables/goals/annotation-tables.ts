import type { Annotation } from '../../../goals/annotation.js';
import type { AnnotationQuery, AnnotationStore } from '../../goals/annotation-store.js';
import type { Stretch } from '../../page-of.js';
import type { StorePort } from '../../sql/port.js';
import { type AnnotationWrite, annotationOf, annotationPlaces, annotationsAbout, annotationsAt } from './annotations.js';

export class AnnotationTables implements AnnotationStore {
  constructor(private readonly access: StorePort) {}

  async addAnnotation(school: string, annotation: Annotation, erasures?: number): Promise<boolean> {
    return this.write({ kind: 'add', school, annotation, erasures });
  }

  async endAnnotation(school: string, id: string, at: string): Promise<boolean> {
    return this.write({ kind: 'end', school, id, at: Date.parse(at) });
  }

  async annotations(
    school: string,
    about: { readonly learners: readonly string[]; readonly groups: readonly string[] },
  ): Promise<readonly Annotation[]> {
    return this.access.askAtOnce('annotations', annotationsAbout(school, about));
  }

  async annotation(school: string, id: string): Promise<Annotation | undefined> {
    return this.access.ask('annotations', annotationOf(school, id));
  }

  async annotationPlaces(query: AnnotationQuery, stretch: Stretch): Promise<readonly number[]> {
    return this.access.ask('annotations', annotationPlaces(query, stretch));
  }

  async annotationsAt(school: string, places: readonly number[]): Promise<ReadonlyMap<number, Annotation>> {
    return this.access.ask('annotations', annotationsAt(school, places));
  }

  private async write(write: AnnotationWrite): Promise<boolean> {
    return (await this.access.write({ kind: 'goals', write: { table: 'annotations', write } })) as boolean;
  }
}
