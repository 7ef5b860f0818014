import type { EntityCategory } from "@shuangsui/contracts";
import type { SampleAuthority } from "./authorities.ts";
import { makeCreditCode } from "./codes.ts";
import type { Names } from "./names.ts";
import type { Random } from "./random.ts";

/** A row of entities.csv (市场主体名录库, article 11). */
export type EntityRow = {
  creditCode: string;
  name: string;
  address: string;
  legalRepresentative: string;
  category: EntityCategory;
  contactName: string;
  contactPhone: string;
};

/** A row of projects.csv (工程项目名录库, article 12). Permits are joined by `;`. */
export type ProjectRow = {
  code: string;
  name: string;
  address: string;
  permits: string;
  leadName: string;
  basicFacts: string;
  contactName: string;
  contactPhone: string;
  builderCreditCode: string;
};

/** Each category with its share of a hundred and the trades its firms are named by. */
const categories: readonly { category: EntityCategory; share: number; trades: readonly string[] }[] = [
  {
    category: "builder",
    share: 42,
    trades: ["建筑工程", "建设工程", "市政工程", "建筑装饰工程", "建筑劳务"],
  },
  { category: "property-manager", share: 21, trades: ["物业服务", "物业管理"] },
  { category: "developer", share: 15, trades: ["房地产开发", "置业"] },
  { category: "supervisor", share: 10, trades: ["工程监理", "建设项目管理"] },
  { category: "gas-supplier", share: 7, trades: ["燃气", "液化石油气", "天然气"] },
  { category: "testing-lab", share: 5, trades: ["工程质量检测", "建材检测"] },
];

/** What is built, in which structure, with how many storeys at most. */
const uses: readonly { use: string; structure: string; storeys: number }[] = [
  { use: "住宅楼", structure: "剪力墙结构", storeys: 26 },
  { use: "安置房", structure: "框架剪力墙结构", storeys: 18 },
  { use: "商业综合楼", structure: "框架结构", storeys: 9 },
  { use: "教学楼", structure: "框架结构", storeys: 5 },
  { use: "综合服务中心", structure: "框架结构", storeys: 6 },
  { use: "农贸市场", structure: "钢结构", storeys: 2 },
  { use: "仓储物流园", structure: "钢结构", storeys: 2 },
  { use: "卫生院业务用房", structure: "框架结构", storeys: 4 },
];

/** The entities of one authority; `serialFrom` numbers them through all authorities. */
export function entityRows(
  authority: SampleAuthority,
  serialFrom: number,
  random: Random,
  names: Names,
): EntityRow[] {
  const deck = categories.flatMap((each) => Array<typeof each>(each.share).fill(each));
  return Array.from({ length: authority.entities }, (_, i) => {
    // A fixed stride through the hundred gives every authority every category, by its share.
    const { category, trades } = deck[(i * 37) % 100] ?? random.pick(deck);
    return {
      creditCode: makeCreditCode(authority.code, serialFrom + i),
      name: names.firm(authority, random.pick(trades)),
      address: names.address(authority),
      legalRepresentative: names.person(),
      category,
      contactName: names.person(),
      contactPhone: names.phone(),
    };
  });
}

/** The projects of one authority, each built by one of its builders. */
export function projectRows(
  authority: SampleAuthority,
  entities: readonly EntityRow[],
  random: Random,
  names: Names,
): ProjectRow[] {
  const builders = entities.filter((entity) => entity.category === "builder");
  return Array.from({ length: authority.projects }, (_, i) => {
    const year = random.between(2023, 2024);
    const number = String(i + 1).padStart(3, "0");
    const { use, structure, storeys: most } = random.pick(uses);
    const storeys = random.between(Math.ceil(most / 2), most);
    const area = storeys * random.between(6, 22) * 100;
    return {
      code: `${authority.code}-${year}-${number}`,
      name: `${authority.name}${names.place()}${use}建设项目`,
      address: names.address(authority),
      permits: [
        `建字第${authority.code}${year}S${number}号`,
        `施工许可${authority.code}${year}S${number}号`,
      ].join(";"),
      leadName: names.person(),
      basicFacts: `${structure}，地上${storeys}层，建筑面积${area}平方米，合同价${Math.round(area * 0.26)}万元，计划${year + 3}年竣工`,
      contactName: names.person(),
      contactPhone: names.phone(),
      builderCreditCode: random.pick(builders).creditCode,
    };
  });
}
