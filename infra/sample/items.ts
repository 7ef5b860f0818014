import type { SampleAuthority } from "./authorities.ts";

/** A row of items.csv (抽查事项清单, article 7). Lists are joined by `;`, dates are YYYY-MM-DD, empty is open. */
export type ItemRow = {
  code: string;
  name: string;
  legalBasis: string;
  legalBasisValidFrom: string;
  legalBasisValidTo: string;
  subject: string;
  content: string;
  method: string;
  officerTypes: string;
  specialties: string;
  targetKind: "entity" | "project";
  validFrom: string;
  validTo: string;
};

type Item = Pick<
  ItemRow,
  "name" | "legalBasis" | "legalBasisValidFrom" | "content" | "method" | "targetKind"
> & {
  officerTypes: readonly string[];
  specialties: readonly string[];
};

const records = "查阅资料、实地核查";
const site = "现场检查、查阅资料";

const items: readonly Item[] = [
  {
    name: "建筑业企业资质条件检查",
    legalBasis:
      "《中华人民共和国建筑法》第十三条、第二十六条；《建筑业企业资质管理规定》（住房和城乡建设部令第22号）第二十八条",
    legalBasisValidFrom: "2015-03-01",
    content: "资产、主要人员、技术装备是否持续满足资质标准；是否超越资质等级承揽工程；是否出借资质证书",
    method: records,
    officerTypes: ["market"],
    specialties: [],
    targetKind: "entity",
  },
  {
    name: "工程监理单位从业行为检查",
    legalBasis:
      "《中华人民共和国建筑法》第三十四条；《建设工程质量管理条例》第三十四条、第三十六条、第三十七条",
    legalBasisValidFrom: "2000-01-30",
    content: "资质证书是否有效；总监理工程师和监理工程师是否到岗；是否转让监理业务；监理签字是否真实",
    method: records,
    officerTypes: ["market", "quality"],
    specialties: [],
    targetKind: "entity",
  },
  {
    name: "工程质量检测单位检测活动检查",
    legalBasis: "《建设工程质量管理条例》第三十一条、第四十七条、第四十八条",
    legalBasisValidFrom: "2000-01-30",
    content: "资质等级与检测业务是否相符；见证取样送检记录是否完整；检测数据与报告是否一致、可追溯",
    method: "现场检查、比对检测数据",
    officerTypes: ["quality"],
    specialties: ["structure"],
    targetKind: "entity",
  },
  {
    name: "房地产开发企业经营活动检查",
    legalBasis:
      "《中华人民共和国城市房地产管理法》第三十条；《城市房地产开发经营管理条例》第四条、第九条、第十八条、第三十条",
    legalBasisValidFrom: "1998-07-20",
    content: "是否按核定的资质等级承担开发项目；项目手册记载是否如实；住宅质量保证书和使用说明书是否提供",
    method: records,
    officerTypes: ["realestate"],
    specialties: [],
    targetKind: "entity",
  },
  {
    name: "商品房预售和销售行为检查",
    legalBasis:
      "《中华人民共和国城市房地产管理法》第四十五条；《城市房地产开发经营管理条例》第二十二条、第二十六条；《商品房销售管理办法》（建设部令第88号）第五条",
    legalBasisValidFrom: "2001-06-01",
    content:
      "是否取得商品房预售许可证明；是否向预购人出示；预售合同是否备案；销售广告是否载明预售许可证明文号",
    method: "查阅资料、暗访销售现场",
    officerTypes: ["realestate", "market"],
    specialties: [],
    targetKind: "entity",
  },
  {
    name: "物业服务活动检查",
    legalBasis: "《物业管理条例》第五条、第三十五条、第四十六条、第四十八条",
    legalBasisValidFrom: "2003-09-01",
    content: "是否按合同约定提供服务；共用部位和共用设施设备是否维护；安全防范是否到位；投诉是否处理",
    method: site,
    officerTypes: ["realestate"],
    specialties: [],
    targetKind: "entity",
  },
  {
    name: "燃气经营企业安全检查",
    legalBasis: "《城镇燃气管理条例》第五条、第十五条、第三十五条、第四十一条",
    legalBasisValidFrom: "2011-03-01",
    content:
      "燃气经营许可证是否有效；燃气设施是否定期巡查、检测、维护；是否对用户定期安全检查；隐患是否及时消除",
    method: site,
    officerTypes: ["gas", "safety"],
    specialties: ["gas"],
    targetKind: "entity",
  },
  {
    name: "建筑工程施工许可和发包承包行为检查",
    legalBasis: "《中华人民共和国建筑法》第七条、第二十八条、第二十九条",
    legalBasisValidFrom: "1998-03-01",
    content: "是否取得施工许可证；是否转包、违法分包；主体结构是否由总承包单位自行完成",
    method: records,
    officerTypes: ["market"],
    specialties: [],
    targetKind: "project",
  },
  {
    name: "建设工程质量检查",
    legalBasis: "《建设工程质量管理条例》第四条、第四十三条、第四十七条、第四十八条",
    legalBasisValidFrom: "2000-01-30",
    content:
      "各方质量责任是否落实；工程建设强制性标准是否执行；涉及结构安全的试块、试件和材料是否见证取样送检",
    method: "现场检查、抽样检测",
    officerTypes: ["quality"],
    specialties: ["structure"],
    targetKind: "project",
  },
  {
    name: "建设工程安全生产检查",
    legalBasis: "《建设工程安全生产管理条例》第二十六条、第四十条、第四十三条",
    legalBasisValidFrom: "2004-02-01",
    content:
      "安全生产责任制和教育培训是否落实；危险性较大的分部分项工程是否有专项施工方案；施工现场临时用电是否安全",
    method: site,
    officerTypes: ["safety"],
    specialties: ["electrical"],
    targetKind: "project",
  },
  {
    name: "民用建筑节能强制性标准执行检查",
    legalBasis: "《民用建筑节能条例》第五条、第十五条、第十六条、第十七条",
    legalBasisValidFrom: "2008-10-01",
    content:
      "是否按节能强制性标准设计、施工、监理；进场墙体材料、保温材料、门窗是否查验；竣工验收是否查验节能",
    method: site,
    officerTypes: ["quality"],
    specialties: [],
    targetKind: "project",
  },
  {
    name: "建设工程抗震设防强制性标准执行检查",
    legalBasis: "《建设工程抗震管理条例》第四条、第三十四条、第三十五条",
    legalBasisValidFrom: "2021-09-01",
    content: "抗震设防强制性标准是否执行；隔震减震装置是否检验；地基基础施工是否符合设计",
    method: site,
    officerTypes: ["quality", "safety"],
    specialties: ["structure", "geotech"],
    targetKind: "project",
  },
];

/** The item list of one authority: the same twelve items, inspected by its own bureau. */
export function itemRows(authority: SampleAuthority): ItemRow[] {
  return items.map((item, i) => ({
    code: `${authority.code}-${String(i + 1).padStart(2, "0")}`,
    name: item.name,
    legalBasis: item.legalBasis,
    legalBasisValidFrom: item.legalBasisValidFrom,
    legalBasisValidTo: "",
    subject: authority.bureau,
    content: item.content,
    method: item.method,
    officerTypes: item.officerTypes.join(";"),
    specialties: item.specialties.join(";"),
    targetKind: item.targetKind,
    validFrom: "2025-01-01",
    validTo: "",
  }));
}
