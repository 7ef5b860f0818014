import { wordsOf, type RegisterKind } from "@shuangsui/contracts";
import { otherHeadingsOf } from "@shuangsui/contracts/sheet-words";
import { headingOf } from "../../services/registry/src/register/columns.ts";
import { makeCreditCode, makeIdNumber } from "../sample/codes.ts";

/** A cell as a clerk writes it. */
export type ClerkCell = string | number | null | { formula: string };
type Cells = Record<string, ClerkCell>;
/** A row with the fault that is planted in it, `field fault`; none in a row that is right. */
export type PlantedRow = { cells: Cells; fault: string | null; right?: Cells };

const unseen = "\u200B";
const long = (letters: number) => "长".repeat(letters);
const wrongCheck = (code: ClerkCell = "") =>
  (typeof code === "string" ? code : "").replace(/.$/, (last) => (last === "1" ? "2" : "1"));

/** The field of a column that has no heading. */
const unheaded = "unheaded";
/** What a formula shows that could not be worked out. */
export const failedFormula = "#N/A";

let serial = 0;
/** A day has a thousand of them. */
let persons = 0;
const nextSerial = () => (serial += 1);
const placed = (): Cells => ({ territory: "533123", longitude: "97.93", latitude: "24.71", [unheaded]: "" });
const creditCode = () => makeCreditCode("533123", 700_000 + nextSerial());

/** Who is registered before the day begins: targets, and an inspector. */
const registered = {
  targets: Array.from({ length: 40 }, creditCode),
  certificateNumber: "YN-D-533123-9000",
};
/** The sheets by which they are registered. */
export function registeredRows(kind: "entities" | "inspectors"): Cells[] {
  const { certificateNumber, targets } = registered;
  return kind === "entities"
    ? targets.map((code) => ({ ...right.entities(), creditCode: code }))
    : [{ ...right.inspectors(), certificateNumber }];
}
let conflicts = 0;

const right: Record<RegisterKind, () => Cells> = {
  items: () => ({
    code: `533123-D${nextSerial()}`,
    name: "建筑施工企业资质条件抽查",
    legalBasis: "《建筑业企业资质管理规定》第二十三条",
    legalBasisValidFrom: "2015-03-01",
    legalBasisValidTo: "长期",
    subject: "盈江县住房和城乡建设局",
    content: "资质条件",
    method: "现场检查",
    officerTypes: "建筑市场；施工安全",
    specialties: "无",
    targetKind: "市场主体",
    validFrom: "2026年1月1日",
    validTo: "",
  }),
  entities: () => ({
    creditCode: creditCode(),
    name: `盈江第${serial}建筑工程有限公司`,
    address: "盈江县平原镇永胜路1号",
    legalRepresentative: "刀某",
    category: "建筑施工企业",
    contactName: "岳某",
    contactPhone: "0692-8123456转8",
    checkCharacterReason: "",
    ...placed(),
  }),
  projects: () => ({
    code: `533123-2026-${nextSerial()}`,
    name: `盈江第${serial}住宅小区`,
    address: "盈江县平原镇",
    permits: "533123202601010101；533123202601010102",
    leadName: "线某",
    basicFacts: "框架结构，12层",
    contactName: "岳某",
    contactPhone: "13800000000",
    builderCreditCode: "",
    ...placed(),
  }),
  inspectors: () => ({
    kind: "执法人员",
    name: "排某",
    idNumber: makeIdNumber("1980-02-29", (persons += 1)),
    checkCharacterReason: "",
    types: "工程质量",
    specialties: "",
    certificateNumber: `YN-D-533123-${persons}`,
    certificateValidFrom: "2024.1.1",
    certificateValidTo: "2028/12/31",
    unit: "盈江县住房和城乡建设局",
    phone: "13800000000",
    leaves: "",
  }),
  conflicts: () => ({
    certificateNumber: registered.certificateNumber,
    inspectorId: "",
    targetCode: registered.targets[(conflicts += 1)] ?? "",
    ground: "亲属关系",
    note: "配偶任职",
    validFrom: "2026-01-01",
    validTo: "",
  }),
  "credit-records": () => ({
    targetCode: registered.targets[0] ?? "",
    targetKind: "",
    kind: "违法违规",
    date: "2026-03-05",
    description: `第${nextSerial()}次擅自施工`,
    validUntil: "",
    samrClass: "",
  }),
};

/** How a cell of a row is spoilt, and the fault that it comes to. */
type Spoilt = readonly [field: string, value: (row: Cells, first: Cells) => ClerkCell, fault: string];
const spoiltPlaces: Spoilt[] = [
  ["territory", () => "盈江", "territory territory"],
  ["longitude", () => "24.71", "longitude coordinate"],
  ["latitude", () => "", "latitude place"],
  [unheaded, () => "待核", "- blank-heading"],
];

const text = (field: string, max: number): Spoilt[] => [
  [field, () => "", `${field} missing`],
  [field, () => long(max + 1), `${field} too-long`],
  [field, () => `甲${unseen}乙`, `${field} unseen`],
];

/** The kinds of faults that are planted in each register's file. */
const spoilt: Partial<Record<RegisterKind, readonly Spoilt[]>> = {
  items: [
    ["code", () => "事项-1", "code code"],
    ...text("name", 200),
    ...text("subject", 200),
    ["legalBasisValidFrom", () => "去年", "legalBasisValidFrom day"],
    ["legalBasisValidFrom", () => "2026-02-30", "legalBasisValidFrom day"],
    ["legalBasisValidTo", () => "2001-01-01", "legalBasisValidTo order"],
    ["content", () => "", "content missing"],
    ["legalBasis", () => "", "legalBasis missing"],
    ["method", () => long(1_001), "method too-long"],
    ["officerTypes", () => "无", "officerTypes missing"],
    ["officerTypes", () => "建筑市场、建筑市场", "officerTypes twice"],
    ["targetKind", () => "车辆", "targetKind choice"],
    ["validTo", () => "2025-12-31", "validTo order"],
  ],
  entities: [
    ["creditCode", () => "12345", "creditCode credit-code"],
    ["creditCode", ({ creditCode: code }) => wrongCheck(code), "creditCode credit-code-check"],
    ["creditCode", () => 915331240000000000, "creditCode rounded-number"],
    ["checkCharacterReason", () => "证照如此", "checkCharacterReason check-right"],
    ...text("name", 200),
    ["name", () => ({ formula: "A2" }), "name formula-unkept"],
    ["name", () => "甲公司\n乙公司", "name control"],
    ...text("address", 300),
    ...text("legalRepresentative", 100),
    ["category", () => "银行", "category choice"],
    ["category", () => "", "category missing"],
    ["contactName", () => "", "contactName missing"],
    ["contactPhone", () => "找老岳", "contactPhone phone"],
    ["contactPhone", () => "", "contactPhone missing"],
    ["creditCode", (_, first) => first["creditCode"] ?? "", "creditCode repeats-row"],
    ["creditCode", () => registered.targets[0] ?? "", "creditCode registered-otherwise"],
    ["address", () => failedFormula, "address formula-error"],
    ["name", () => "盈江\uFFFD建筑有限公司", "name encoding"],
    ...spoiltPlaces,
  ],
  projects: [
    ["code", () => "项目一", "code code"],
    ...text("name", 200),
    ["leadName", () => "", "leadName missing"],
    ["address", () => "", "address missing"],
    ["contactName", () => long(101), "contactName too-long"],
    ["basicFacts", () => long(4_001), "basicFacts too-long"],
    ["permits", () => Array.from({ length: 51 }, (_, i) => `许可${i}`).join("；"), "permits too-many"],
    ["contactPhone", () => "12", "contactPhone phone"],
    ["builderCreditCode", () => "123", "builderCreditCode credit-code"],
    ["builderCreditCode", () => makeCreditCode("533123", 999_999), "builderCreditCode unknown-builder"],
    ["code", (_, first) => first["code"] ?? "", "code repeats-row"],
    ["basicFacts", () => "框架\uFFFD", "basicFacts encoding"],
    ...spoiltPlaces,
  ],
  inspectors: [
    ["kind", () => "临时工", "kind choice"],
    ["name", () => "", "name missing"],
    ["idNumber", () => "53312319800229", "idNumber id-number"],
    ["idNumber", ({ idNumber }) => wrongCheck(idNumber), "idNumber id-number-check"],
    ["types", () => "", "types inspector-of"],
    ["certificateNumber", () => "", "certificateNumber missing"],
    ["certificateNumber", () => "证#1", "certificateNumber certificate-number"],
    ["certificateValidTo", () => "2023-01-01", "certificateValidTo order"],
    ["certificateValidFrom", () => "2024-13-01", "certificateValidFrom day"],
    ["unit", () => "", "unit missing"],
    ["unit", () => long(201), "unit too-long"],
    ["phone", () => "无", "phone phone"],
    ["leaves", () => "2026-05-02至2026-05-01", "leaves order"],
    ["unit", () => failedFormula, "unit formula-error"],
  ],
  conflicts: [
    ["certificateNumber", () => "YN-D-533123-0", "certificateNumber unknown-certificate"],
    ["certificateNumber", () => "", "certificateNumber missing"],
    ["inspectorId", () => "019a0000-0000-7000-8000-000000000001", "certificateNumber unknown-inspector"],
    ["targetCode", () => makeCreditCode("533123", 999_998), "targetCode unknown-target"],
    ["ground", () => "朋友", "ground choice"],
    ["note", () => "", "note missing"],
    ["validTo", () => "2025-12-31", "validTo order"],
  ],
  "credit-records": [
    ["targetCode", () => makeCreditCode("533123", 999_998), "targetCode unknown-target"],
    ["kind", () => "好评", "kind choice"],
    ["date", () => "昨天", "date day"],
    ["description", () => "", "description missing"],
    ["description", (_, first) => first["description"] ?? "", "targetCode repeats-row"],
    ["samrClass", () => "B", "samrClass samr-class"],
    ["validUntil", () => "2026-03-04", "validUntil order"],
  ],
};

/**
 * The rows of a register's file: so many that are right, with one of each kind of fault between them. There should be twice
 * as many rows as faults: the first row is right then, and is repeated by another.
 */
export function plantedRows(kind: RegisterKind, rows: number): PlantedRow[] {
  const first = right[kind]();
  const faulty = (spoilt[kind] ?? []).map(([field, value, fault]): PlantedRow => {
    const cells = right[kind]();
    return { cells: { ...cells, [field]: value(cells, first) }, fault, right: cells };
  });
  const every = Math.max(1, Math.floor(rows / Math.max(1, faulty.length)));
  return Array.from({ length: rows }, (_, index): PlantedRow => {
    const planted = index % every === every - 1 ? faulty.shift() : undefined;
    return planted ?? { cells: index === 0 ? first : right[kind](), fault: null };
  }).concat(faulty);
}

/** The fields of a register's file, in the order in which a clerk has them, and their headings. */
export function headingsOf(kind: RegisterKind): { fields: string[]; headings: string[] } {
  const fields = Object.keys(right[kind]());
  return {
    fields,
    headings: fields.map((field, index) => {
      if (field === unheaded) return "";
      return index % 2 === 0 ? (otherHeadingsOf(kind, field)[0] ?? headingOf(field)) : headingOf(field);
    }),
  };
}

export const problemHeading = wordsOf("zh").imports.problem;
