import type { RegisterKind } from "./registry.ts";
import type { Words } from "./words.zh.ts";

/** What a column is of: a field of the registers, or the number in the list of another body. */
type Field = keyof Words["registryField"] | "number";
type Headings = Readonly<Partial<Record<Field, readonly string[]>>>;

const targetCode = ["对象编码", "统一社会信用代码", "对象代码", "检查对象代码", "项目编码"];
const ofContact = {
  contactName: ["联系人姓名"],
  contactPhone: ["电话", "联系方式", "联系人电话", "手机", "手机号", "手机号码"],
  contacts: ["其他联系人（姓名|职务|电话）"],
};
const ofTarget = {
  ...ofContact,
  territory: ["行政区划", "区划代码", "所在乡镇代码"],
  longitude: ["经度（WGS-84）", "东经"],
  latitude: ["纬度（WGS-84）", "北纬"],
  removalGround: ["移出事由"],
};
/** By which a row that was exported is found again. */
const ofRow = { id: ["编号（系统）", "记录编号"], version: ["版本"] };

/** By sheet and field: what people head a column by besides the field's own name and its words in `registryField`. */
const otherHeadings: Readonly<Record<RegisterKind | "source-list", Headings>> = {
  "source-list": {
    code: [...targetCode, "企业代码"],
    name: ["单位名称", "企业名称", "项目名称", "市场主体名称", "建设单位"],
    number: ["许可证号", "许可证编号", "证书编号", "注册号", "备案编号", "备案号", "编号"],
    targetKind: ["类型"],
  },
  items: {
    code: ["事项编码", "抽查事项编码", "编号"],
    name: ["事项名称", "抽查事项", "抽查事项名称"],
    legalBasis: ["依据", "法律依据", "抽查依据"],
    subject: ["抽查主体", "实施主体"],
    content: ["抽查内容", "内容"],
    method: ["抽查方式", "方式"],
    officerTypes: ["执法类型", "所需执法人员类型"],
    specialties: ["所需专家专业", "专家专业"],
    targetKind: ["检查对象类型", "抽查对象类型", "检查对象"],
    validFrom: ["生效日期", "启用日期"],
    validTo: ["失效日期", "停用日期"],
    powerNumber: ["权力清单编号", "权力事项编号"],
    bases: ["依据条款（法律法规|条款|文号）", "法律条款"],
    checklist: ["检查要点（问题|判定标准）", "检查表", "检查单"],
    ...ofRow,
  },
  entities: {
    creditCode: ["社会信用代码", "信用代码", "统一信用代码", "统一社会信用代码（18位）"],
    name: ["企业名称", "单位名称", "公司名称", "市场主体名称", "主体名称"],
    address: ["住所", "注册地址", "经营场所", "经营地址", "住所（经营场所）", "企业地址", "单位地址"],
    legalRepresentative: ["法人", "法人代表", "法定代表人姓名", "负责人", "法定代表人（负责人）"],
    category: ["企业类别", "主体类别", "企业类型", "行业类别"],
    checkCharacterReason: ["代码说明"],
    businessState: ["登记状态", "经营情况"],
    trades: ["行业类别（国民经济）", "经营范围"],
    permits: ["许可证号", "资质证书", "资质证书编号"],
    ...ofTarget,
    ...ofRow,
  },
  projects: {
    code: ["项目编码", "项目代码", "工程编码", "项目编号", "工程编号"],
    name: ["项目名称", "工程名称"],
    address: ["项目地址", "工程地址", "建设地点", "工程地点", "项目地点"],
    permits: ["许可证号", "施工许可证", "施工许可证号", "施工许可证编号", "已办许可"],
    leadName: ["负责人", "项目经理"],
    basicFacts: ["工程概况", "项目概况", "项目基本情况"],
    builderCreditCode: ["施工单位信用代码", "施工企业统一社会信用代码", "施工企业信用代码"],
    developerCreditCode: ["建设单位信用代码", "开发企业统一社会信用代码"],
    supervisorCreditCode: ["监理单位信用代码"],
    designerCreditCode: ["设计单位信用代码"],
    surveyorCreditCode: ["勘察单位信用代码"],
    state: ["项目状态", "工程进度"],
    startsOn: ["开工日期（实际）", "计划开工日期"],
    endsOn: ["竣工日期", "计划竣工时间"],
    ...ofTarget,
    ...ofRow,
  },
  inspectors: {
    kind: ["人员类型", "人员类别", "类别"],
    name: ["姓名", "人员姓名"],
    idNumber: ["身份证号", "身份证", "公民身份号码", "证件号（身份证）"],
    types: ["执法类别", "执法领域"],
    specialties: ["专业领域", "专业特长", "专家专业"],
    certificateNumber: ["执法证号", "执法证号码", "执法证编号", "执法证件号", "证件号", "证书编号", "证号"],
    certificateValidFrom: ["发证日期", "有效期起", "有效期自", "证件起始日期"],
    certificateValidTo: ["有效期止", "有效期至", "有效期截止", "证件有效期", "证件有效期至"],
    unit: ["单位", "所在单位", "单位名称"],
    phone: ["电话", "手机", "手机号", "手机号码", "联系方式"],
    title: ["技术职称", "专业技术职称"],
    leaves: ["请假日期", "请假时间", "休假"],
    checkCharacterReason: ["身份证号说明"],
    ...ofRow,
  },
  conflicts: {
    certificateNumber: ["执法证号", "执法证号码", "证件号", "证号"],
    inspectorId: ["人员编号"],
    targetCode,
    ground: ["利害关系", "回避事由", "关系类型", "回避理由"],
    note: ["备注", "情况说明", "关系说明"],
    evidence: ["证明材料", "依据"],
    validFrom: ["起始日期", "关系起始日"],
    validTo: ["截止日期", "关系终止日"],
    ...ofRow,
  },
  "credit-records": {
    targetCode,
    targetKind: ["检查对象类型"],
    kind: ["记录类型", "信用记录类型", "类别"],
    date: ["记录日期", "发生日期"],
    description: ["说明", "内容", "情况", "记录内容"],
    source: ["记录来源", "文书号", "来源文书"],
    validUntil: ["有效期至", "有效期止", "失效日期"],
    samrClass: ["信用风险分类", "分类结果"],
    personInCharge: ["负责人", "责任人"],
    repairs: ["被修复文号", "修复的记录", "原处罚决定文号", "原文书号"],
    ...ofRow,
  },
};

/** What people head a field's column by in that sheet, besides the field's own name and its words in `registryField`. */
export function otherHeadingsOf(sheet: RegisterKind | "source-list", field: string): readonly string[] {
  const headings: Readonly<Record<string, readonly string[] | undefined>> = otherHeadings[sheet];
  return headings[field] ?? [];
}

/** By what forms mark a heading whose column must be filled in, or need not be. */
export const headingMarks = ["必填", "选填", "可选"];

/** What is written in cells, whatever the language of the headings. */
export const inCells = {
  /** There is none. */
  none: "无",
  /** It has no end. */
  endless: ["无", "长期", "长期有效", "永久", "永久有效", "无固定期限"],
  /** In the place of the last day: it goes on. */
  now: "今",
  /** Between the first and the last day: as it is written, and what is read besides. */
  to: "至",
  alsoTo: "到",
  /** After a day's year, month and day. */
  year: "年",
  month: "月",
  day: "日",
};
