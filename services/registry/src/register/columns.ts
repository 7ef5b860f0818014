import { folded, wordsOf, type Language, type RegisterKind, type Words } from "@shuangsui/contracts";

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
  /** What people call it besides the field's own name and its heading. */
  also?: readonly string[];
  /**
   * Where its value counts: in new entries and changes; in new entries alone, as what an entry is known by; in changes alone;
   * or in neither, since it only tells which row it was, and of which version.
   */
  of?: "new" | "change" | "row";
};

const categories: Names = ({ category: { project: _project, ...ofEntities } }) => ofEntities;
const contactName: Column = { as: "text", also: ["联系人姓名"] };
const contactPhone: Column = {
  as: "text",
  isCode: true,
  also: ["电话", "联系方式", "联系人电话", "手机", "手机号", "手机号码"],
};
const targetCode: Column = {
  as: "text",
  isCode: true,
  of: "new",
  also: ["对象编码", "统一社会信用代码", "对象代码", "检查对象代码", "项目编码"],
};
const removalGround: Column = {
  as: "optional-stated",
  of: "change",
  names: (words) => words.removalGround,
  also: ["移出事由"],
};
const territory: Column = { as: "optional-stated", also: ["行政区划", "区划代码", "所在乡镇代码"] };
const longitude: Column = { as: "optional-degrees", also: ["经度（WGS-84）", "东经"] };
const latitude: Column = { as: "optional-degrees", also: ["纬度（WGS-84）", "北纬"] };
const contacts: Column = { as: "optional-people", isCode: true, also: ["其他联系人（姓名|职务|电话）"] };
const party = (...also: string[]): Column => ({ as: "optional-stated", isCode: true, also });
const targetStatus: Column = { as: "text", of: "change", names: (words) => words.targetStatus };
/** By which a row that was exported is found again, with the version that it was changed on. */
const ofRow = {
  id: { as: "optional", of: "row", also: ["编号（系统）", "记录编号"] },
  version: { as: "number", of: "row", also: ["版本"] },
} as const satisfies Record<string, Column>;

/** What comes as a sheet: a register's entries, or a list of another body that the registry is held against. */
export type SheetKind = RegisterKind | "source-list";

/** The columns of each register's files, in the order in which lists and templates have them. All that is read and written knows of columns is here. */
export const columnsOf: Readonly<Record<SheetKind, Readonly<Record<string, Column>>>> = {
  "source-list": {
    code: { ...targetCode, also: [...(targetCode.also ?? []), "企业代码"] },
    name: { as: "text", also: ["单位名称", "企业名称", "项目名称", "市场主体名称", "建设单位"] },
    number: {
      as: "optional",
      isCode: true,
      also: ["许可证号", "许可证编号", "证书编号", "注册号", "备案编号", "备案号", "编号"],
    },
    targetKind: { as: "optional-stated", names: (words) => words.targetKind, also: ["类型"] },
  },
  items: {
    code: { as: "text", isCode: true, of: "new", also: ["事项编码", "抽查事项编码", "编号"] },
    name: { as: "text", also: ["事项名称", "抽查事项", "抽查事项名称"] },
    legalBasis: { as: "text", also: ["依据", "法律依据", "抽查依据"] },
    legalBasisValidFrom: { as: "day" },
    legalBasisValidTo: { as: "optional-day" },
    subject: { as: "text", also: ["抽查主体", "实施主体"] },
    content: { as: "text", also: ["抽查内容", "内容"] },
    method: { as: "text", also: ["抽查方式", "方式"] },
    officerTypes: {
      as: "list",
      names: (words) => words.officerType,
      also: ["执法类型", "所需执法人员类型"],
    },
    specialties: { as: "list", names: (words) => words.specialty, also: ["所需专家专业", "专家专业"] },
    targetKind: {
      as: "text",
      of: "new",
      names: (words) => words.targetKind,
      also: ["检查对象类型", "抽查对象类型", "检查对象"],
    },
    validFrom: { as: "day", also: ["生效日期", "启用日期"] },
    validTo: { as: "optional-day", also: ["失效日期", "停用日期"] },
    powerNumber: { as: "optional", also: ["权力清单编号", "权力事项编号"] },
    bases: { as: "optional-bases", also: ["依据条款（法律法规|条款|文号）", "法律条款"] },
    checklist: { as: "optional-checklist", also: ["检查要点（问题|判定标准）", "检查表", "检查单"] },
    ...ofRow,
  },
  entities: {
    creditCode: {
      as: "text",
      isCode: true,
      of: "new",
      also: ["社会信用代码", "信用代码", "统一信用代码", "统一社会信用代码（18位）"],
    },
    name: { as: "text", also: ["企业名称", "单位名称", "公司名称", "市场主体名称", "主体名称"] },
    address: {
      as: "text",
      also: ["住所", "注册地址", "经营场所", "经营地址", "住所（经营场所）", "企业地址", "单位地址"],
    },
    legalRepresentative: {
      as: "text",
      also: ["法人", "法人代表", "法定代表人姓名", "负责人", "法定代表人（负责人）"],
    },
    category: { as: "text", names: categories, also: ["企业类别", "主体类别", "企业类型", "行业类别"] },
    contactName,
    contactPhone,
    checkCharacterReason: { as: "optional", of: "new", also: ["代码说明"] },
    businessState: {
      as: "optional-stated",
      names: (words) => words.businessState,
      also: ["登记状态", "经营情况"],
    },
    territory,
    trades: { as: "optional-list", also: ["行业类别（国民经济）", "经营范围"] },
    permits: { as: "optional-permits", isCode: true, also: ["许可证号", "资质证书", "资质证书编号"] },
    longitude,
    latitude,
    contacts,
    status: targetStatus,
    removalGround,
    ...ofRow,
  },
  projects: {
    code: {
      as: "text",
      isCode: true,
      of: "new",
      also: ["项目编码", "项目代码", "工程编码", "项目编号", "工程编号"],
    },
    name: { as: "text", also: ["项目名称", "工程名称"] },
    address: { as: "text", also: ["项目地址", "工程地址", "建设地点", "工程地点", "项目地点"] },
    permits: {
      as: "optional-permits",
      isCode: true,
      also: ["许可证号", "施工许可证", "施工许可证号", "施工许可证编号", "已办许可"],
    },
    leadName: { as: "text", also: ["负责人", "项目经理"] },
    basicFacts: { as: "text", also: ["工程概况", "项目概况", "项目基本情况"] },
    contactName,
    contactPhone,
    builderCreditCode: party("施工单位信用代码", "施工企业统一社会信用代码", "施工企业信用代码"),
    developerCreditCode: party("建设单位信用代码", "开发企业统一社会信用代码"),
    supervisorCreditCode: party("监理单位信用代码"),
    designerCreditCode: party("设计单位信用代码"),
    surveyorCreditCode: party("勘察单位信用代码"),
    territory,
    longitude,
    latitude,
    state: { as: "optional-stated", names: (words) => words.projectState, also: ["项目状态", "工程进度"] },
    startsOn: { as: "optional-day", also: ["开工日期（实际）", "计划开工日期"] },
    endsOn: { as: "optional-day", also: ["竣工日期", "计划竣工时间"] },
    contacts,
    status: targetStatus,
    removalGround,
    ...ofRow,
  },
  inspectors: {
    kind: {
      as: "text",
      of: "new",
      names: (words) => words.inspectorKind,
      also: ["人员类型", "人员类别", "类别"],
    },
    name: { as: "text", also: ["姓名", "人员姓名"] },
    idNumber: {
      as: "text",
      isCode: true,
      of: "new",
      also: ["身份证号", "身份证", "公民身份号码", "证件号（身份证）"],
    },
    types: { as: "list", names: (words) => words.officerType, also: ["执法类别", "执法领域"] },
    specialties: {
      as: "list",
      names: (words) => words.specialty,
      also: ["专业领域", "专业特长", "专家专业"],
    },
    certificateNumber: {
      as: "optional",
      isCode: true,
      also: ["执法证号", "执法证号码", "执法证编号", "执法证件号", "证件号", "证书编号", "证号"],
    },
    certificateValidFrom: {
      as: "optional-day",
      also: ["发证日期", "有效期起", "有效期自", "证件起始日期"],
    },
    certificateValidTo: {
      as: "optional-day",
      also: ["有效期止", "有效期至", "有效期截止", "证件有效期", "证件有效期至"],
    },
    unit: { as: "text", also: ["单位", "所在单位", "单位名称"] },
    phone: { as: "text", isCode: true, also: ["电话", "手机", "手机号", "手机号码", "联系方式"] },
    title: { as: "optional", also: ["技术职称", "专业技术职称"] },
    leaves: { as: "optional-periods", also: ["请假日期", "请假时间", "休假"] },
    checkCharacterReason: { as: "optional", of: "new", also: ["身份证号说明"] },
    status: { as: "text", of: "change", names: (words) => words.inspectorStatus },
    ...ofRow,
  },
  conflicts: {
    certificateNumber: {
      as: "optional",
      isCode: true,
      of: "new",
      also: ["执法证号", "执法证号码", "证件号", "证号"],
    },
    inspectorId: { as: "optional", of: "new", also: ["人员编号"] },
    targetCode,
    ground: {
      as: "text",
      names: (words) => words.conflictGround,
      also: ["利害关系", "回避事由", "关系类型", "回避理由"],
    },
    note: { as: "text", also: ["备注", "情况说明", "关系说明"] },
    evidence: { as: "optional", also: ["证明材料", "依据"] },
    validFrom: { as: "optional-day", also: ["起始日期", "关系起始日"] },
    validTo: { as: "optional-day", also: ["截止日期", "关系终止日"] },
    status: { as: "text", of: "change", names: (words) => words.conflictStatus },
    ...ofRow,
  },
  "credit-records": {
    targetCode,
    targetKind: {
      as: "optional",
      of: "new",
      names: (words) => words.targetKind,
      also: ["检查对象类型"],
    },
    kind: {
      as: "text",
      of: "new",
      names: (words) => words.creditKind,
      also: ["记录类型", "信用记录类型", "类别"],
    },
    date: { as: "day", also: ["记录日期", "发生日期"] },
    description: { as: "text", also: ["说明", "内容", "情况", "记录内容"] },
    source: { as: "optional", also: ["记录来源", "文书号", "来源文书"] },
    validUntil: { as: "optional-day", also: ["有效期至", "有效期止", "失效日期"] },
    samrClass: { as: "optional", of: "new", also: ["信用风险分类", "分类结果"] },
    personInCharge: { as: "optional", of: "new", also: ["负责人", "责任人"] },
    repairs: {
      as: "optional",
      isCode: true,
      of: "new",
      also: ["被修复文号", "修复的记录", "原处罚决定文号", "原文书号"],
    },
    status: { as: "text", of: "change", names: (words) => words.creditStatus },
    ...ofRow,
  },
};

/** What a sheet has beside its fields that says nothing of them: numbers of rows, and what an import wrote there before. */
const remarks = new Set(["序号", "No", "No.", "问题", "Problem"].map(folded));

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
  for (const language of ["zh", "en"] as const)
    for (const field of Object.keys(columnsOf[kind])) call(headingOf(field, language), field);
  for (const [field, { also = [] }] of Object.entries(columnsOf[kind]))
    for (const name of also) call(name, field);
  known.set(kind, fields);
  return fields;
}

/** A heading without the marks by which forms say what must be filled in. */
const plain = (heading: string) => folded(heading).replaceAll(/^\*+|\*+$|\((必填|选填|可选)\)\*?$/g, "");
