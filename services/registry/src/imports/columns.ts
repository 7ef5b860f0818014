import { folded, wordsOf, type RegisterKind } from "@shuangsui/contracts";
import type { Column } from "../register/register.ts";

const { registryField } = wordsOf("zh");

/** What people call the columns of a register besides its field's own name and its Chinese one. */
const alsoCalled: Record<RegisterKind, Readonly<Record<string, readonly string[]>>> = {
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
  },
  entities: {
    creditCode: ["社会信用代码", "信用代码", "统一信用代码", "统一社会信用代码（18位）"],
    name: ["企业名称", "单位名称", "公司名称", "市场主体名称", "主体名称"],
    address: ["住所", "注册地址", "经营场所", "经营地址", "住所（经营场所）", "企业地址", "单位地址"],
    legalRepresentative: ["法人", "法人代表", "法定代表人姓名", "负责人", "法定代表人（负责人）"],
    category: ["企业类别", "主体类别", "企业类型", "行业类别"],
    contactName: ["联系人姓名"],
    contactPhone: ["电话", "联系方式", "联系人电话", "手机", "手机号", "手机号码"],
    checkCharacterReason: ["代码说明"],
  },
  projects: {
    code: ["项目编码", "项目代码", "工程编码", "项目编号", "工程编号"],
    name: ["项目名称", "工程名称"],
    address: ["项目地址", "工程地址", "建设地点", "工程地点", "项目地点"],
    permits: ["许可证号", "施工许可证", "施工许可证号", "施工许可证编号", "已办许可"],
    leadName: ["负责人", "项目经理"],
    basicFacts: ["工程概况", "项目概况", "项目基本情况"],
    contactName: ["联系人姓名"],
    contactPhone: ["电话", "联系方式", "联系人电话", "手机", "手机号", "手机号码"],
    builderCreditCode: ["施工单位信用代码", "施工企业统一社会信用代码", "施工企业信用代码"],
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
    leaveFrom: ["请假", "请假日期", "请假开始", "请假起", "请假自"],
    leaveUntil: ["请假结束", "请假止", "请假至"],
    checkCharacterReason: ["身份证号说明"],
  },
  conflicts: {
    certificateNumber: ["执法证号", "执法证号码", "证件号", "证号"],
    inspectorId: ["人员编号"],
    targetCode: ["对象编码", "统一社会信用代码", "对象代码", "检查对象代码", "项目编码"],
    ground: ["利害关系", "回避事由", "关系类型", "回避理由"],
    note: ["备注", "情况说明", "关系说明"],
  },
  "credit-records": {
    targetCode: ["对象编码", "统一社会信用代码", "对象代码", "检查对象代码", "项目编码"],
    targetKind: ["检查对象类型"],
    kind: ["记录类型", "信用记录类型", "类别"],
    date: ["记录日期", "发生日期"],
    description: ["说明", "内容", "情况", "记录内容"],
  },
};

/** What a sheet has beside its fields that says nothing of them. */
const numbering = new Set(["序号", "No", "No."].map(folded));

/** The columns of a register's files: what each may be called, and what is in it. */
export type Columns = {
  kind: RegisterKind;
  fields: Readonly<Record<string, Column>>;
};

/** What a field is called in Chinese. */
export function titleOf(field: string): string {
  return new Map(Object.entries(registryField)).get(field) ?? field;
}

/** The field that a heading names; null where it only numbers the rows, undefined where there is none of that name. */
export function fieldOf({ kind, fields }: Columns, heading: string): string | null | undefined {
  const asked = plain(heading);
  if (numbering.has(asked)) return null;
  return Object.keys(fields).find((field) =>
    [field, titleOf(field), ...(alsoCalled[kind][field] ?? [])].some((one) => folded(one) === asked),
  );
}

/** A heading without the marks by which forms say what must be filled in. */
const plain = (heading: string) => folded(heading).replaceAll(/^\*+|\*+$|\((必填|选填|可选)\)\*?$/g, "");

/** The letters by which a spreadsheet calls its column, counted from 0. */
export function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : lettersOf(Math.floor(column / 26) - 1) + last;
}
