import {
  creditKind,
  entityCategory,
  inspectorKind,
  riskClass,
  type RegisterKind,
  type VersionedKind,
} from "@shuangsui/contracts";
import type { Words } from "@shuangsui/contracts/words/zh";
import type { OperationId } from "../calls/services.ts";

/** An entry of a register as its list gives it: fields by their names. */
export type Row = Readonly<Record<string, unknown>>;

/** How whatever has versions is asked: its list, an entry, its versions, and what differs between two of them. */
export const operationsOf = {
  entities: {
    list: "getEntities",
    entry: "getEntitiesByRef",
    history: "getEntitiesByRefHistory",
    difference: "getEntitiesByRefDifference",
  },
  projects: {
    list: "getProjects",
    entry: "getProjectsByRef",
    history: "getProjectsByRefHistory",
    difference: "getProjectsByRefDifference",
  },
  inspectors: {
    list: "getInspectors",
    entry: "getInspectorsByRef",
    history: "getInspectorsByRefHistory",
    difference: "getInspectorsByRefDifference",
  },
  items: {
    list: "getItems",
    entry: "getItemsByRef",
    history: "getItemsByRefHistory",
    difference: "getItemsByRefDifference",
  },
  conflicts: {
    list: "getConflicts",
    entry: "getConflictsByRef",
    history: "getConflictsByRefHistory",
    difference: "getConflictsByRefDifference",
  },
  "credit-records": {
    list: "getCreditRecords",
    entry: "getCreditRecordsByRef",
    history: "getCreditRecordsByRefHistory",
    difference: "getCreditRecordsByRefDifference",
  },
  "legal-bases": {
    list: "getLegalBases",
    entry: "getLegalBasesByRef",
    history: "getLegalBasesByRefHistory",
    difference: "getLegalBasesByRefDifference",
  },
  tips: {
    list: "getTips",
    entry: "getTipsByRef",
    history: "getTipsByRefHistory",
    difference: "getTipsByRefDifference",
  },
} as const satisfies Record<
  VersionedKind,
  Record<"list" | "entry" | "history" | "difference", OperationId<"registry">>
>;

/** A register as its page shows it: which columns, by what it is narrowed, and how it is asked. */
export type RegisterPage = {
  kind: RegisterKind;
  /** By which an entry is called up. */
  key: string;
  columns: readonly string[];
  filters: readonly {
    name: string;
    label: keyof Words["registryField"] | "riskClass";
    values: Readonly<Record<string, string>>;
  }[];
  /** Searched by words, by parts of these, or by whom its entries are about. */
  searched: readonly ("q" | "person" | "place" | "permit" | "inspectorId" | "targetCode" | "party")[];
};

/** The registers in the order of their tabs. */
export function registerPages(words: Words): readonly RegisterPage[] {
  const only = (values: readonly string[], names: Readonly<Record<string, string>>) =>
    Object.fromEntries(values.map((value) => [value, names[value] ?? value]));
  const classes = {
    name: "riskClass",
    label: "riskClass",
    values: only(riskClass.options, words.riskClass),
  } as const;
  const statuses = { name: "status", label: "status", values: words.targetStatus } as const;
  return [
    {
      kind: "entities",
      key: "creditCode",
      columns: [
        "creditCode",
        "name",
        "category",
        "address",
        "legalRepresentative",
        "businessState",
        "status",
        "updatedAt",
      ],
      filters: [
        { name: "category", label: "category", values: only(entityCategory.options, words.category) },
        classes,
        statuses,
      ],
      searched: ["q", "person", "place", "permit"],
    },
    {
      kind: "projects",
      key: "code",
      columns: ["code", "name", "address", "leadName", "state", "startsOn", "endsOn", "status", "updatedAt"],
      filters: [classes, statuses],
      searched: ["q", "person", "place", "party", "permit"],
    },
    {
      kind: "inspectors",
      key: "id",
      columns: [
        "name",
        "kind",
        "unit",
        "title",
        "types",
        "specialties",
        "certificateNumber",
        "certificateValidTo",
        "status",
      ],
      filters: [
        { name: "kind", label: "kind", values: only(inspectorKind.options, words.inspectorKind) },
        { name: "status", label: "status", values: words.inspectorStatus },
      ],
      searched: ["q"],
    },
    {
      kind: "conflicts",
      key: "id",
      columns: ["inspectorId", "targetCode", "ground", "validFrom", "validTo", "status", "updatedAt"],
      filters: [{ name: "status", label: "status", values: words.conflictStatus }],
      searched: ["inspectorId", "targetCode"],
    },
    {
      kind: "items",
      key: "code",
      columns: ["code", "name", "legalBasis", "subject", "method", "officerTypes", "validFrom", "validTo"],
      filters: [{ name: "targetKind", label: "targetKind", values: words.targetKind }],
      searched: ["q"],
    },
    {
      kind: "credit-records",
      key: "id",
      columns: ["targetCode", "kind", "date", "description", "source", "validUntil", "status", "updatedAt"],
      filters: [
        { name: "kind", label: "kind", values: only(creditKind.options, words.creditKind) },
        { name: "status", label: "status", values: words.creditStatus },
      ],
      searched: ["targetCode", "person"],
    },
  ];
}
