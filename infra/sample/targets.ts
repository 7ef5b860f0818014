import type { EntityCategory } from "@shuangsui/contracts";
import type { SampleAuthority, Town } from "./authorities.ts";
import { makeCreditCode } from "./codes.ts";
import type { Names } from "./names.ts";
import type { Random } from "./random.ts";

/** In degrees of WGS-84. */
type Place = { longitude: string; latitude: string };

/** A row of entities.csv (市场主体名录库, article 11). */
export type EntityRow = {
  creditCode: string;
  name: string;
  address: string;
  legalRepresentative: string;
  category: EntityCategory;
  contactName: string;
  contactPhone: string;
  territory: string;
  trades: string;
  permits: string;
} & Place;

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
  developerCreditCode: string;
  supervisorCreditCode: string;
  territory: string;
  state: string;
  startsOn: string;
  endsOn: string;
} & Place;

/** Each category with its share of a hundred, the trades its firms are named by, and what its licence says. */
const categories: readonly {
  category: EntityCategory;
  share: number;
  trades: readonly string[];
  trade: string;
  /** What kind of permit it works under, and what its number begins with. */
  permit: readonly [kind: string, mark: string];
}[] = [
  {
    category: "builder",
    share: 42,
    trades: ["建筑工程", "建设工程", "市政工程", "建筑装饰工程", "建筑劳务"],
    trade: "房屋建筑业",
    permit: ["建筑业企业资质证书", "D2"],
  },
  {
    category: "property-manager",
    share: 21,
    trades: ["物业服务", "物业管理"],
    trade: "物业管理",
    permit: ["", ""],
  },
  {
    category: "developer",
    share: 15,
    trades: ["房地产开发", "置业"],
    trade: "房地产开发经营",
    permit: ["房地产开发企业资质证书", "KF"],
  },
  {
    category: "supervisor",
    share: 10,
    trades: ["工程监理", "建设项目管理"],
    trade: "工程监理服务",
    permit: ["工程监理资质证书", "E2"],
  },
  {
    category: "gas-supplier",
    share: 7,
    trades: ["燃气", "液化石油气", "天然气"],
    trade: "燃气生产和供应业",
    permit: ["燃气经营许可证", "RQ"],
  },
  {
    category: "testing-lab",
    share: 5,
    trades: ["工程质量检测", "建材检测"],
    trade: "质检技术服务",
    permit: ["建设工程质量检测机构资质证书", "JC"],
  },
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
    const { category, trades, trade, permit } = deck[(i * 37) % 100] ?? random.pick(deck);
    const name = names.firm(authority, random.pick(trades));
    const { address, town } = names.address(authority);
    return {
      creditCode: makeCreditCode(authority.code, serialFrom + i),
      name,
      address,
      legalRepresentative: names.person(),
      category,
      contactName: names.person(),
      contactPhone: names.phone(),
      territory: town.code,
      trades: trade,
      permits: permitOf(authority, permit, serialFrom + i),
      ...placeIn(town, i),
    };
  });
}

/** A place around a town's middle, less than two kilometres from it. */
function placeIn({ at: [longitude, latitude] }: Town, i: number): Place {
  const away = 0.003 * Math.sqrt(1 + (i % 24));
  return {
    longitude: (longitude + away * Math.cos(i)).toFixed(5),
    latitude: (latitude + away * Math.sin(i)).toFixed(5),
  };
}

/** A firm's permit as a cell has it; property managers need none. */
function permitOf(
  { code }: SampleAuthority,
  [kind, mark]: readonly [string, string],
  serial: number,
): string {
  if (kind === "") return "";
  return [`${mark}${code}${String(serial).padStart(5, "0")}`, kind, "2024-01-01", "2028-12-31"].join("|");
}

/** The projects of one authority, each built by one of its builders. */
export function projectRows(
  authority: SampleAuthority,
  entities: readonly EntityRow[],
  random: Random,
  names: Names,
): ProjectRow[] {
  const [builders, developers, supervisors] = (["builder", "developer", "supervisor"] as const).map((one) =>
    entities.filter(({ category }) => category === one).map(({ creditCode }) => creditCode),
  );
  const inTurn = (codes: readonly string[] = [], i: number) => codes[i % codes.length] ?? "";
  return Array.from({ length: authority.projects }, (_, i) => {
    const year = random.between(2023, 2024);
    const number = String(i + 1).padStart(3, "0");
    const { use, structure, storeys: most } = random.pick(uses);
    const storeys = random.between(Math.ceil(most / 2), most);
    const area = storeys * random.between(6, 22) * 100;
    const name = `${authority.name}${names.place()}${use}建设项目`;
    const { address, town } = names.address(authority);
    return {
      code: `${authority.code}-${year}-${number}`,
      name,
      address,
      permits: [
        `建字第${authority.code}${year}S${number}号`,
        `施工许可${authority.code}${year}S${number}号`,
      ].join(";"),
      leadName: names.person(),
      basicFacts: `${structure}，地上${storeys}层，建筑面积${area}平方米，合同价${Math.round(area * 0.26)}万元，计划${year + 3}年竣工`,
      contactName: names.person(),
      contactPhone: names.phone(),
      builderCreditCode: random.pick(builders ?? []),
      developerCreditCode: inTurn(developers, i),
      supervisorCreditCode: inTurn(supervisors, i),
      territory: town.code,
      state: i % 10 === 9 ? "stopped" : "building",
      startsOn: `${year}-${String((i % 12) + 1).padStart(2, "0")}-15`,
      endsOn: `${year + 3}-12-31`,
      ...placeIn(town, i),
    };
  });
}
