import type { RegisterKind } from "./registry.ts";

const contact = { contactName: "李某", contactPhone: "0692-2123456转8" };

/** What the template of a register's sheet shows as an example, by register and field. */
export const sheetExamples: Record<RegisterKind, Readonly<Record<string, unknown>>> = {
  items: {
    code: "533103-01",
    name: "建筑施工企业资质条件抽查",
    legalBasis: "《建筑业企业资质管理规定》第二十三条",
    legalBasisValidFrom: "2015-03-01",
    subject: "芒市住房和城乡建设局",
    content: "资质条件是否持续符合标准",
    method: "现场检查",
    officerTypes: ["market"],
    specialties: [],
    targetKind: "entity",
    validFrom: "2026-01-01",
    checklist: [{ question: "资质证书是否在有效期内", judgedBy: "查看证书原件，以发证机关公布的为准" }],
  },
  entities: {
    creditCode: "915331030000000000",
    name: "芒市某某建筑工程有限公司",
    address: "芒市团结大街1号",
    legalRepresentative: "张某",
    category: "builder",
    ...contact,
  },
  projects: {
    code: "5331032026010101",
    name: "某某小区一期工程",
    address: "芒市勐焕街道",
    permits: ["533103202601010101"],
    leadName: "王某",
    basicFacts: "住宅，建筑面积12000平方米",
    ...contact,
  },
  inspectors: {
    kind: "officer",
    name: "张某",
    idNumber: "533103198001010000",
    types: ["market", "quality"],
    specialties: [],
    certificateNumber: "YN-533103-0001",
    certificateValidFrom: "2024-01-01",
    certificateValidTo: "2028-12-31",
    unit: "芒市住房和城乡建设局",
    phone: "13800000000",
  },
  conflicts: {
    certificateNumber: "YN-533103-0001",
    targetCode: "915331030000000000",
    ground: "kinship",
    note: "其配偶为该公司股东",
  },
  "credit-records": {
    targetCode: "915331030000000000",
    targetKind: "entity",
    kind: "violation",
    date: "2026-03-15",
    description: "未取得施工许可证擅自施工",
  },
};
