import { supplied } from '../../core/supplied.js';
import type { Goal, GoalRelation, GoalSet, PublicationStatus, ReadGoalSet, RelationType } from '../goal-set.js';
import { CASE_EXTENSION } from '../import/read-case.js';
import { caseAssociationId, caseDocumentId, caseGoalId } from './case-ids.js';
import { writeHead } from './write-extract.js';

/** The words of CASE. What it has no word for goes as `isRelatedTo`, with ours in an extension: SLO does not say that a goal covers a kerndoel. */
const ASSOCIATIONS: Readonly<Record<RelationType, string>> = {
  isChildOf: 'isChildOf',
  isPartOf: 'isPartOf',
  exemplifies: 'exemplar',
  contributesTo: 'isRelatedTo',
  isRelatedTo: 'isRelatedTo',
  exactMatchOf: 'exactMatchOf',
  replacedBy: 'replacedBy',
};

const ADOPTION: Readonly<Record<PublicationStatus, string | undefined>> = {
  concept: 'Draft',
  definitiefConcept: 'Draft',
  definitief: 'Adopted',
  unknown: undefined,
};

/** A link to an object of CASE. */
export interface CaseLink {
  readonly title: string;
  readonly identifier: string;
  readonly uri: string;
}

/** Writes objects of CASE 1.1 for one version of a set. `changed`: when it was stored, as an ISO instant. */
export class CaseWriter {
  readonly documentId: string;

  constructor(
    private readonly set: GoalSet,
    private readonly changed: string,
  ) {
    this.documentId = caseDocumentId(set);
  }

  /** The whole set. An import of it is equal. */
  package({ goals, relations }: Pick<ReadGoalSet, 'goals' | 'relations'>): object {
    const titles = new Map(goals.map(({ uri, title }) => [uri, title]));
    return {
      CFDocument: this.document(),
      CFItems: goals.map((goal) => this.item(goal)),
      CFAssociations: relations.map((relation) => this.association(relation, (uri) => titles.get(uri))),
    };
  }

  document(): object {
    const { version, uri, title, publisher = 'unknown', status, source, notes, subject, lawFrom, lawUntil } = this.set;
    const adoptionStatus = ADOPTION[status];
    return {
      identifier: this.documentId,
      uri,
      creator: publisher,
      title,
      lastChangeDateTime: this.changed,
      ...supplied({ officialSourceURL: source }),
      publisher,
      ...(subject === undefined ? {} : { subject: [subject] }),
      version,
      ...supplied({ adoptionStatus, statusStartDate: lawFrom, statusEndDate: lawUntil, notes }),
      CFPackageURI: { title, identifier: this.documentId, uri },
      caseVersion: '1.1',
      extensions: { [CASE_EXTENSION]: { set: writeHead(this.set) } },
    };
  }

  item({ uri, id, type, title, code, description, levels, replaces, extra }: Goal): object {
    const own = {
      ...(id === caseGoalId(uri) ? {} : { id }),
      ...supplied({ description }),
      ...(levels.length === 0 ? {} : { levels }),
      ...supplied({ replaces, extra }),
    };
    const education = levels.flatMap((level) => level.title ?? level.uri ?? []);
    return {
      identifier: caseGoalId(uri),
      uri,
      fullStatement: title,
      ...supplied({ humanCodingScheme: code }),
      CFItemType: type,
      ...(education.length === 0 ? {} : { educationLevel: education }),
      lastChangeDateTime: this.changed,
      CFDocumentURI: this.link(),
      extensions: { [CASE_EXTENSION]: own },
    };
  }

  /** `titleOf`: of a goal, where it is loaded. */
  association(relation: GoalRelation, titleOf: (uri: string) => string | undefined): object {
    const { source, target, type, assertedBy } = relation;
    const identifier = caseAssociationId(this.documentId, relation);
    const node = (uri: string): CaseLink & { readonly targetType: string } => ({
      title: titleOf(uri) ?? uri,
      identifier: caseGoalId(uri),
      uri,
      targetType: 'CASE',
    });
    return {
      identifier,
      associationType: ASSOCIATIONS[type],
      uri: `urn:uuid:${identifier}`,
      originNodeURI: node(source),
      destinationNodeURI: node(target),
      lastChangeDateTime: this.changed,
      CFDocumentURI: this.link(),
      extensions: { [CASE_EXTENSION]: { relation: type, assertedBy } },
    };
  }

  private link(): CaseLink {
    return { title: this.set.title, identifier: this.documentId, uri: this.set.uri };
  }
}
