import type { z } from "zod";
import * as accounts from "./accounts.ts";
import * as approvals from "./approvals.ts";
import * as audit from "./audit.ts";
import * as basics from "./basics.ts";
import * as calendar from "./calendar.ts";
import * as campaigns from "./campaigns.ts";
import * as draws from "./draws.ts";
import * as duplicates from "./duplicates.ts";
import * as events from "./events.ts";
import * as filters from "./filters.ts";
import * as inspected from "./inspected.ts";
import * as inspections from "./inspections.ts";
import * as personalData from "./personal-data.ts";
import * as plans from "./plans.ts";
import * as publications from "./publications.ts";
import * as versions from "./register-versions.ts";
import * as imports from "./imports.ts";
import * as registry from "./registry.ts";
import * as stuck from "./stuck.ts";
import * as settings from "./settings.ts";
import * as supervision from "./supervision.ts";
import * as visits from "./visits.ts";
import * as webhooks from "./webhooks.ts";
import * as workbench from "./workbench.ts";

/** What the documents, and the clients made from them, call the schemas that answers and bodies are made of. */
export const namedSchemas = {
  Problem: basics.problemBody,
  ProblemPlace: basics.problemPlace,
  CommandOutcome: basics.commandOutcome,
  InspectionOrigin: basics.inspectionOrigin,

  Plan: plans.planDetail,
  PlanSummary: plans.planSummary,
  PlanList: plans.planList,
  PlanDraft: plans.planDraft,
  PlanEntry: plans.planEntry,
  PlannedEntry: plans.plannedEntry,
  PlanEvent: plans.planEvent,
  PlanPreview: plans.planPreview,
  PreviewedPlan: plans.previewedPlan,
  PlanState: plans.planState,
  DrawVenue: plans.drawVenue,
  Caps: plans.caps,

  Campaign: campaigns.campaignDetail,
  CampaignSummary: campaigns.campaignSummary,
  CampaignList: campaigns.campaignList,
  CampaignTrigger: campaigns.campaignTrigger,
  CampaignDraw: campaigns.campaignDraw,
  CampaignProgress: campaigns.campaignProgress,
  CampaignEvent: campaigns.campaignEvent,
  CampaignState: campaigns.campaignState,
  Scheme: campaigns.scheme,
  Witness: campaigns.witness,
  OwnWitness: campaigns.ownWitness,
  Contribution: campaigns.contribution,
  Statistic: draws.statistic,

  Inspection: inspections.inspectionDetail,
  InspectionSummary: inspections.inspectionSummary,
  InspectionList: inspections.inspectionList,
  InspectionCounts: inspections.inspectionCounts,
  GroupedFigures: inspections.groupedFigures,
  Trend: inspections.trend,
  InspectionEvent: inspections.inspectionEvent,
  InspectionOrder: inspections.inspectionOrder,
  InspectionPapers: inspections.inspectionPapers,
  InspectionState: inspections.inspectionState,
  InspectionOutcome: inspections.inspectionOutcome,
  Recusal: inspections.recusal,
  Finding: inspections.finding,
  TeamMember: inspections.teamMember,
  TimelineStep: inspections.timelineStep,
  StuckCause: stuck.stuckCause,
  StuckCounts: stuck.stuckCounts,
  SupervisionOrder: supervision.supervisionOrder,
  Supervision: supervision.supervisionDetail,
  SupervisionSummary: supervision.supervisionSummary,
  SupervisionList: supervision.supervisionList,
  SupervisionCounts: supervision.supervisionCounts,
  SupervisionEvent: supervision.supervisionEvent,
  SupervisionPaper: supervision.supervisionPaper,
  SupervisionState: supervision.supervisionState,
  PublicSupervision: supervision.publicSupervision,
  VisitCap: visits.visitCap,
  VisitLedger: visits.visitLedger,

  AccessCode: inspected.accessCodeGiven,
  InspectedSession: inspected.inspectedSession,
  InspectedView: inspected.inspectedView,

  Todo: workbench.todo,
  TodoList: workbench.todoList,
  Done: workbench.done,
  DoneList: workbench.doneList,

  Approval: approvals.approval,
  ApprovalForm: approvals.approvalForm,
  ApprovalList: approvals.approvalList,
  TextReview: personalData.textReview,
  NewTextReview: personalData.newTextReview,
  TextReviewRequest: personalData.textReviewRequest,
  NewTextReviewRequest: personalData.newTextReviewRequest,
  CalendarNotice: calendar.calendarNotice,
  CalendarNoticeView: calendar.calendarNoticeView,
  CalendarNoticeList: calendar.calendarNoticeList,
  ExplainedDeadline: calendar.explainedDeadline,
  LocalHolidays: calendar.localHolidays,
  SettingSources: settings.settingSources,

  PublicationSummary: publications.publicationSummary,
  PublicationList: publications.publicationList,
  PublicationContent: publications.publicationContent,
  PublicationOpening: publications.publicationOpening,
  PublicationTerms: publications.publicationTerms,
  ItemLists: publications.itemLists,
  TakedownNotice: publications.takedownNotice,
  TakedownList: publications.takedownList,
  OfficialTakedown: publications.officialTakedown,
  OfficialTakedownList: publications.officialTakedownList,
  DrawAnnouncement: publications.drawAnnouncement,
  DrawListItem: publications.drawListItem,
  DrawList: publications.drawList,

  Item: registry.itemView,
  NewItem: registry.newItem,
  ItemChange: registry.itemChange,
  LegalBasis: registry.legalBasisView,
  NewLegalBasis: registry.newLegalBasis,
  LegalBasisChange: registry.legalBasisChange,
  RepealedBasis: registry.repealedBasis,
  ItemCompilation: registry.itemCompilation,
  ItemsCompiled: registry.itemsCompiled,
  ItemMark: registry.itemMark,
  Tip: registry.tipView,
  NewTip: registry.newTip,
  InspectionOfTip: inspections.inspectionOfTip,
  SourceList: registry.sourceListView,
  NewSourceList: registry.newSourceList,
  Completeness: registry.completeness,
  Townships: registry.townships,
  Entity: registry.entityView,
  NewEntity: registry.newEntity,
  EntityChange: registry.entityChange,
  Proposal: registry.proposalView,
  NewProposal: registry.newProposal,
  Project: registry.projectView,
  NewProject: registry.newProject,
  ProjectChange: registry.projectChange,
  Inspector: registry.inspectorView,
  NewInspector: registry.newInspector,
  InspectorChange: registry.inspectorChange,
  EndingCertificate: registry.endingCertificate,
  Conflict: registry.conflictView,
  NewConflict: registry.newConflict,
  ConflictChange: registry.conflictChange,
  CreditRecord: registry.creditRecordView,
  NewCreditRecord: registry.newCreditRecord,
  CreditRecordChange: registry.creditRecordChange,
  CreditRepair: registry.creditRepair,
  CreditObjection: registry.creditObjection,
  RiskClassExplained: registry.riskClassView,
  RiskTable: registry.riskTable,
  NewRiskTable: registry.newRiskTable,
  DuplicatePair: duplicates.duplicatePair,
  Dismissal: duplicates.dismissal,
  NewDismissal: duplicates.newDismissal,
  Merge: duplicates.mergeView,
  NewMerge: duplicates.newMerge,
  SavedFilter: filters.savedFilter,
  NewFilter: filters.newFilter,
  FilterChange: filters.filterChange,
  VersionDifference: versions.versionDifference,
  RegisterChange: versions.registerChange,
  Import: imports.importView,
  ImportSource: imports.importSource,
  ApplyImport: imports.applyImport,
  ChooseSheet: imports.chooseSheet,
  CancelImport: imports.cancelImport,

  CloudEvent: events.cloudEvent,
  EventPage: events.eventPage,
  Webhook: webhooks.webhook,
  NewWebhook: webhooks.newWebhook,
  CreatedWebhook: webhooks.createdWebhook,
  WebhookList: webhooks.webhookList,
  Delivery: webhooks.delivery,
  DeliveryList: webhooks.deliveryList,

  AuditEntry: audit.auditEntry,
  AuditPage: audit.auditPage,
  AuditLink: audit.auditLink,
  AuditHead: audit.auditHead,
  AuditChainPage: audit.auditChainPage,

  Account: accounts.accountView,
  NewAccount: accounts.newAccount,
  AccountChange: accounts.accountChange,
  AccountWithPassword: accounts.accountWithPassword,
  AccountPage: accounts.accountPage,
} satisfies Record<string, z.ZodType>;
