import type { AccountRole } from "./accounts.ts";
import type { AuditAct, AuditKind } from "./audit.ts";
import type {
  CampaignAttention,
  CampaignCommandType,
  CampaignEventType,
  CampaignPhase,
  CampaignState,
  CampaignWaiting,
} from "./campaigns.ts";
import type { InspectionOrigin } from "./basics.ts";
import type { DeadlineName } from "./calendar.ts";
import type { DrawState, ExclusionGround, StatisticCode } from "./draws.ts";
import type { DuplicateGround } from "./duplicates.ts";
import type {
  CountedFigure,
  FeedbackMethod,
  FindingPath,
  HappensByItself,
  InspectionAttention,
  InspectionColumn,
  InspectionCommandType,
  InspectionEventType,
  InspectionKind,
  InspectionOutcome,
  InspectionState,
  InspectionWaiting,
  RecusalDeclarer,
  SignedPaper,
  RecusalGround,
  RecusalReason,
  RefusalGround,
  ResponsibleParty,
  TeamBy,
  TimelineStep,
} from "./inspections.ts";
import type { PlanCommandType, PlanEventType, PlanState } from "./plans.ts";
import type {
  MatterClass,
  PublicationBy,
  PublicationCommandType,
  PublicationEventType,
  PublicationKind,
  TakedownCause,
} from "./publications.ts";
import type {
  SupervisionAttention,
  SupervisionByItself,
  SupervisionCommandType,
  SupervisionEventType,
  SupervisionPaperKind,
  SupervisionState,
  SupervisionSubjectKind,
  SupervisionWaiting,
} from "./supervision.ts";
import type { FaultCode } from "./faults.ts";
import type {
  BusinessState,
  CertificateStage,
  CreditKind,
  CreditOutcome,
  EntityCategory,
  InspectorKind,
  ListSource,
  officerTypes,
  ProjectState,
  RemovalGround,
  RiskReason,
  specialties,
} from "./registry.ts";

/** The groups of words that name codes: each has a word for each of its codes. */
export type CodeWords = {
  /** Where an inspection stands. */
  inspectionState: Record<InspectionState, string>;
  /** The step of the way that leads to a state. */
  inspectionStep: Record<InspectionState, string>;
  /** What became of it, as a headline says it, and in a sentence. */
  inspectionOutcome: Record<InspectionOutcome, string>;
  outcomeText: Record<InspectionOutcome, string>;
  responsibleParty: Record<ResponsibleParty, string>;
  refusalGround: Record<RefusalGround, string>;
  stepStatus: Record<TimelineStep["status"], string>;
  /** Who is waited for, and for what. */
  inspectionWaiting: Record<InspectionWaiting, string>;
  happensByItself: Record<HappensByItself, string>;
  inspectionEvent: Record<InspectionEventType, string>;
  inspectionOrigin: Record<InspectionOrigin, string>;
  teamBy: Record<TeamBy, string>;
  inspectionKind: Record<InspectionKind, string>;
  inspectionAttention: Record<InspectionAttention, string>;
  campaignAttention: Record<CampaignAttention, string>;
  countedFigure: Record<CountedFigure, string>;
  /** The columns of the list of inspections. */
  inspectionColumn: Record<InspectionColumn, string>;
  /** What a due time is of that follows the calendar. */
  deadline: Record<DeadlineName, string>;
  /** What nothing was signed off of in time. */
  overdueStep: Record<"record" | "report" | "feedback", string>;
  findingPath: Record<FindingPath, string>;
  deliveryMethod: Record<FeedbackMethod, string>;
  /** Why a team was changed. */
  recusalReason: Record<RecusalReason | "gone", string>;
  recusalGround: Record<RecusalGround, string>;
  recusalDeclarer: Record<RecusalDeclarer, string>;
  /** How the draw was changed (`docs/lottery.md`). */
  changeMode: Record<"swap" | "replace" | "alternate" | "lapse", string>;
  /** Papers that officers sign. */
  signedPaper: Record<SignedPaper, string>;
  creditOutcome: Record<CreditOutcome, string>;

  /** Commands; `published` is disclosure's notice. */
  inspectionCommand: Record<InspectionCommandType | "published", string>;
  campaignCommand: Record<CampaignCommandType, string>;
  planCommand: Record<PlanCommandType | "published", string>;
  supervisionCommand: Record<SupervisionCommandType, string>;
  publicationCommand: Record<PublicationCommandType, string>;

  /** Of what kind of thing an entry of the audit trail is, and what was done where that is no command. */
  auditKind: Record<AuditKind, string>;
  auditAct: Record<AuditAct, string>;

  riskClass: Record<"A" | "B" | "C" | "D", string>;
  targetKind: Record<"entity" | "project", string>;
  /** A market entity's category; a project's is `project`. */
  category: Record<EntityCategory | "project", string>;
  inspectorKind: Record<InspectorKind, string>;
  officerType: Record<(typeof officerTypes)[number], string>;
  specialty: Record<(typeof specialties)[number], string>;

  businessState: Record<BusinessState, string>;
  projectState: Record<ProjectState, string>;
  certificateStage: Record<CertificateStage, string>;
  tipStatus: Record<"open" | "dismissed", string>;
  listSource: Record<ListSource, string>;
  duplicateGround: Record<DuplicateGround, string>;
  removalGround: Record<RemovalGround, string>;
  conflictGround: Record<"kinship" | "employment" | "shareholding", string>;
  creditKind: Record<CreditKind, string>;
  riskReason: Record<RiskReason, string>;
  /** How the entries of registers stand. */
  targetStatus: Record<"active" | "deregistered", string>;
  inspectorStatus: Record<"active" | "suspended" | "left", string>;
  conflictStatus: Record<"declared" | "withdrawn", string>;
  creditStatus: Record<"valid" | "withdrawn" | "repaired", string>;
  /** What is wrong with a place, and what would be right. */
  fault: Record<FaultCode, string>;

  planState: Record<PlanState, string>;
  planEvent: Record<PlanEventType, string>;
  campaignState: Record<CampaignState, string>;
  campaignWaiting: Record<CampaignWaiting, string>;
  campaignPhase: Record<CampaignPhase, string>;
  campaignEvent: Record<CampaignEventType, string>;
  drawState: Record<DrawState, string>;
  exclusionGround: Record<ExclusionGround, string>;
  statistic: Record<StatisticCode, string>;

  supervisionState: Record<SupervisionState, string>;
  supervisionWaiting: Record<SupervisionWaiting, string>;
  /** What happens when an order is not answered by its day. */
  supervisionByItself: Record<SupervisionByItself, string>;
  supervisionEvent: Record<SupervisionEventType, string>;
  supervisionSubject: Record<SupervisionSubjectKind, string>;
  supervisionPaper: Record<SupervisionPaperKind, string>;
  supervisionAttention: Record<SupervisionAttention, string>;

  publicationKind: Record<PublicationKind, string>;
  publicationBy: Record<PublicationBy, string>;
  publicationEvent: Record<PublicationEventType, string>;
  matterClass: Record<MatterClass, string>;
  takedownCause: Record<TakedownCause, string>;

  accountRole: Record<AccountRole, string>;
};
