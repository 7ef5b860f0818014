import { folded, wordsOf, type Language, type RegisterKind, type Words } from "@shuangsui/contracts";
import { headingMarks, otherHeadingsOf } from "@shuangsui/contracts/sheet-words";

/** A group of the words, whose names people write for its codes. */
type Names = (words: Words) => Readonly<Record<string, string>>;

/** One column of a register's files: what is in it, and how it is read and written. */
export type Column = {
  /**
   * How a cell becomes a value: as it stands, a list, a day, a whole number, or null where it is empty. Only what is optional may have no
   * column. Of what is only stated where it is known (`optional-stated` and those after it) an empty cell says nothing, and 无 that there is none.
   */
  as:
    | "text"
    | "optional"
    | "list"
    | "day"
    | "optional-day"
    | "number"
    | "optional-stated"
    | "optional-list"
    | "optional-degrees"
    /** Each 编号|种类|有效期起|有效期止, of which the number alone will do. */
    | "optional-permits"
    /** Each 姓名|职务|电话. */
    | "optional-people"
    /** Each 法律法规名称|条款|文号. */
    | "optional-bases"
    /** Each 问题|判定标准, in a line of its own. */
    | "optional-checklist"
    /** Each 2026-01-05至2026-01-09; without a last day until that is entered. */
    | "optional-periods";
  names?: Names;
  /** Whether codes or numbers stand in it, of which a spreadsheet that takes one for a quantity keeps 15 digits. */
  isCode?: true;
  /**
   * Where its value counts: in new entries and changes; in new entries alone, as what an entry is known by; in changes alone;
   * or in neither, since it only tells which row it was, and of which version.
   */
  of?: "new" | "change" | "row";
};

const categories: Names = ({ category: { project: _project, ...ofEntities } }) => ofEntities;
const targetCode: Column = { as: "text", isCode: true, of: "new" };
const removalGround: Column = {
  as: "optional-stated",
  of: "change",
  names: (words) => words.removalGround,
};
const party: Column = { as: "optional-stated", isCode: true };
const targetStatus: Column = { as: "text", of: "change", names: (words) => words.targetStatus };
/** By which a row that was exported is found again, with the version that it was changed on. */
const ofRow = {
  id: { as: "optional", of: "row" },
  version: { as: "number", of: "row" },
} as const satisfies Record<string, Column>;

/** What comes as a sheet: a register's entries, or a list of another body that the registry is held against. */
export type SheetKind = RegisterKind | "source-list";

/**
 * The columns of each register's files, in the order in which lists and templates have them. All that is read and written knows of columns is
 * here, but what people call them.
 */
export const columnsOf: Readonly<Record<SheetKind, Readonly<Record<string, Column>>>> = {
  "source-list": {
    code: targetCode,
    name: { as: "text" },
    number: { as: "optional", isCode: true },
    targetKind: { as: "optional-stated", names: (words) => words.targetKind },
  },
  items: {
    code: { as: "text", isCode: true, of: "new" },
    name: { as: "text" },
    legalBasis: { as: "text" },
    legalBasisValidFrom: { as: "day" },
    legalBasisValidTo: { as: "optional-day" },
    subject: { as: "text" },
    content: { as: "text" },
    method: { as: "text" },
    officerTypes: { as: "list", names: (words) => words.officerType },
    specialties: { as: "list", names: (words) => words.specialty },
    targetKind: { as: "text", of: "new", names: (words) => words.targetKind },
    validFrom: { as: "day" },
    validTo: { as: "optional-day" },
    powerNumber: { as: "optional" },
    bases: { as: "optional-bases" },
    checklist: { as: "optional-checklist" },
    ...ofRow,
  },
  entities: {
    creditCode: { as: "text", isCode: true, of: "new" },
    name: { as: "text" },
    address: { as: "text" },
    legalRepresentative: { as: "text" },
    category: { as: "text", names: categories },
    contactName: { as: "text" },
    contactPhone: { as: "text", isCode: true },
    checkCharacterReason: { as: "optional", of: "new" },
    businessState: { as: "optional-stated", names: (words) => words.businessState },
    territory: { as: "optional-stated" },
    trades: { as: "optional-list" },
    permits: { as: "optional-permits", isCode: true },
    longitude: { as: "optional-degrees" },
    latitude: { as: "optional-degrees" },
    contacts: { as: "optional-people", isCode: true },
    status: targetStatus,
    removalGround,
    ...ofRow,
  },
  projects: {
    code: { as: "text", isCode: true, of: "new" },
    name: { as: "text" },
    address: { as: "text" },
    permits: { as: "optional-permits", isCode: true },
    leadName: { as: "text" },
    basicFacts: { as: "text" },
    contactName: { as: "text" },
    contactPhone: { as: "text", isCode: true },
    builderCreditCode: party,
    developerCreditCode: party,
    supervisorCreditCode: party,
    designerCreditCode: party,
    surveyorCreditCode: party,
    territory: { as: "optional-stated" },
    longitude: { as: "optional-degrees" },
    latitude: { as: "optional-degrees" },
    state: { as: "optional-stated", names: (words) => words.projectState },
    startsOn: { as: "optional-day" },
    endsOn: { as: "optional-day" },
    contacts: { as: "optional-people", isCode: true },
    status: targetStatus,
    removalGround,
    ...ofRow,
  },
  inspectors: {
    kind: { as: "text", of: "new", names: (words) => words.inspectorKind },
    name: { as: "text" },
    idNumber: { as: "text", isCode: true, of: "new" },
    types: { as: "list", names: (words) => words.officerType },
    specialties: { as: "list", names: (words) => words.specialty },
    certificateNumber: { as: "optional", isCode: true },
    certificateValidFrom: { as: "optional-day" },
    certificateValidTo: { as: "optional-day" },
    unit: { as: "text" },
    phone: { as: "text", isCode: true },
    title: { as: "optional" },
    leaves: { as: "optional-periods" },
    checkCharacterReason: { as: "optional", of: "new" },
    status: { as: "text", of: "change", names: (words) => words.inspectorStatus },
    ...ofRow,
  },
  conflicts: {
    certificateNumber: { as: "optional", isCode: true, of: "new" },
    inspectorId: { as: "optional", of: "new" },
    targetCode,
    ground: { as: "text", names: (words) => words.conflictGround },
    note: { as: "text" },
    evidence: { as: "optional" },
    validFrom: { as: "optional-day" },
    validTo: { as: "optional-day" },
    status: { as: "text", of: "change", names: (words) => words.conflictStatus },
    ...ofRow,
  },
  "credit-records": {
    targetCode,
    targetKind: { as: "optional", of: "new", names: (words) => words.targetKind },
    kind: { as: "text", of: "new", names: (words) => words.creditKind },
    date: { as: "day" },
    description: { as: "text" },
    source: { as: "optional" },
    validUntil: { as: "optional-day" },
    samrClass: { as: "optional", of: "new" },
    personInCharge: { as: "optional", of: "new" },
    repairs: { as: "optional", isCode: true, of: "new" },
    status: { as: "text", of: "change", names: (words) => words.creditStatus },
    ...ofRow,
  },
};

const languages = ["zh", "en"] as const;

/** What a sheet has beside its fields that says nothing of them: numbers of rows, and what an import wrote there before. */
const remarks = new Set(
  languages
    .map((language) => wordsOf(language).imports)
    .flatMap(({ number, problem }) => [number, problem])
    .concat("No")
    .map(folded),
);

/** What a column is headed by. */
export function headingOf(field: string, language: Language = "zh"): string {
  return new Map(Object.entries(wordsOf(language).registryField)).get(field) ?? field;
}

/** The field that a heading names; null where it says nothing of the entry, undefined where there is none of that name. */
export function fieldOf(kind: SheetKind, heading: string): string | null | undefined {
  const asked = plain(heading);
  return remarks.has(asked) ? null : named(kind).get(asked);
}

const known = new Map<SheetKind, ReadonlyMap<string, string>>();

/** The fields of a register by all that they are called, in folded form; what two are called is the first one's. */
function named(kind: SheetKind): ReadonlyMap<string, string> {
  const made = known.get(kind);
  if (made !== undefined) return made;
  const fields = new Map<string, string>();
  const call = (name: string, field: string) => {
    if (!fields.has(folded(name))) fields.set(folded(name), field);
  };
  for (const field of Object.keys(columnsOf[kind])) call(field, field);
  for (const language of languages)
    for (const field of Object.keys(columnsOf[kind])) call(headingOf(field, language), field);
  for (const field of Object.keys(columnsOf[kind]))
    for (const name of otherHeadingsOf(kind, field)) call(name, field);
  known.set(kind, fields);
  return fields;
}

/** A heading without the marks by which forms say what must be filled in. */
const plain = (heading: string) => folded(heading).replaceAll(marks, "");
const marks = new RegExp(String.raw`^\*+|\*+$|\((${headingMarks.join("|")})\)\*?$`, "g");
