import type { CertificateStage } from "@shuangsui/contracts";
import type { SourceListTable } from "./completeness/tables.ts";
import type { AuditTables, DataKeyTables, FeedTable } from "@shuangsui/service-kit";
import type { ConflictRow } from "./conflicts/tables.ts";
import type { CreditRow, RiskTableRow } from "./credit/tables.ts";
import type { ProposalAnswerTable, ProposalTable } from "./entities/proposals/tables.ts";
import type { DismissalTable, MergeTable } from "./duplicates/tables.ts";
import type { EntityRow } from "./entities/tables.ts";
import type { FilterTable } from "./filters/tables.ts";
import type {
  ImportBatchTable,
  ImportPieceTable,
  ImportRowTable,
  ImportSourceTable,
  ImportTable,
} from "./imports/tables.ts";
import type { InspectorRow } from "./inspectors/tables.ts";
import type { ItemEntry, ItemRow, LegalBasisRow } from "./items/tables.ts";
import type { ProjectRow } from "./projects/tables.ts";
import type { TipFileTable, TipRow } from "./tips/tables.ts";

/** An entity as the whole prefecture shares it. */
export type SharedEntity = Omit<
  EntityRow,
  "id" | "authority" | "status" | "removal_ground" | "contact_name" | "contact_phone" | "contacts" | "code"
> & {
  credit_code: string;
};

/** The registry's tables. */
export type Tables = AuditTables &
  DataKeyTables & {
    feed: FeedTable;
    item: ItemRow;
    item_entry: ItemEntry;
    legal_basis: LegalBasisRow;
    entity: SharedEntity;
    entity_supervision: {
      id: string;
      authority: string;
      credit_code: string;
      /** The entity's. */
      category: EntityRow["category"];
      status: "active" | "deregistered";
      removal_ground: EntityRow["removal_ground"];
      contact_name: string;
      contact_phone: string;
      contacts: string | null;
    };
    entity_entry: EntityRow;
    saved_filter: FilterTable;
    dismissal: DismissalTable;
    merge: MergeTable;
    project: ProjectRow;
    inspector: InspectorRow;
    /** Which stages of the end of a certificate were told. */
    certificate_warning: {
      authority: string;
      inspector_id: string;
      valid_to: string;
      stage: CertificateStage;
      version: number;
      state: InspectorRow["status"];
      at: Date;
    };
    conflict: ConflictRow;
    credit_record: CreditRow;
    risk_table: RiskTableRow;
    version: {
      register: string;
      subject: string;
      version: number;
      authority: string;
      actor: string;
      at: Date;
      reason: string;
      entry: unknown;
      /** Whether it set what other authorities share. */
      shared: boolean;
      /** What the hashes of the audit trail were made with; shown to nobody. */
      salt: string;
      /** Which of them consented to it. */
      consented: string[];
    };
    tip: TipRow;
    tip_file: TipFileTable;
    source_list: SourceListTable;
    proposal: ProposalTable;
    proposal_answer: ProposalAnswerTable;
    import: ImportTable;
    import_piece: ImportPieceTable;
    import_row: ImportRowTable;
    import_batch: ImportBatchTable;
    import_source: ImportSourceTable;
  };
