import { authorityTree } from "@shuangsui/contracts";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Dehong and its five counties, as a service's table has them. */
export const sampleAuthorities = authorityTree.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, "authorities.json"), "utf8")),
);

/** What the sample makes up for an authority: its towns, and how many rows it brings. */
type MadeUp = {
  code: string;
  towns: readonly string[];
  entities: number;
  projects: number;
  officers: number;
  experts: number;
  conflicts: number;
  /** Officers whose certificate has expired. */
  expired: number;
};

/** An authority of the sample, with its name and its bureau's. */
export type SampleAuthority = MadeUp & { name: string; bureau: string };

/** 芒市, whose campaign the sample runs, has two fifths of the targets. */
const madeUp: readonly MadeUp[] = [
  {
    code: "533100",
    towns: ["芒市勐焕街道", "芒市风平镇", "瑞丽市勐卯街道", "盈江县平原镇", "陇川县章凤镇", "梁河县遮岛镇"],
    entities: 20,
    projects: 6,
    officers: 8,
    experts: 2,
    conflicts: 4,
    expired: 0,
  },
  {
    code: "533103",
    towns: [
      "芒市勐焕街道",
      "芒市风平镇",
      "芒市遮放镇",
      "芒市勐戛镇",
      "芒市芒海镇",
      "芒市轩岗乡",
      "芒市江东乡",
    ],
    entities: 480,
    projects: 60,
    officers: 20,
    experts: 5,
    conflicts: 20,
    expired: 0,
  },
  {
    code: "533102",
    towns: ["瑞丽市勐卯街道", "瑞丽市畹町镇", "瑞丽市弄岛镇", "瑞丽市姐相镇", "瑞丽市户育乡", "瑞丽市勐秀乡"],
    entities: 240,
    projects: 30,
    officers: 10,
    experts: 2,
    conflicts: 12,
    expired: 1,
  },
  {
    code: "533122",
    towns: ["梁河县遮岛镇", "梁河县芒东镇", "梁河县勐养镇", "梁河县平山乡", "梁河县大厂乡", "梁河县河西乡"],
    entities: 120,
    projects: 14,
    officers: 7,
    experts: 2,
    conflicts: 6,
    expired: 1,
  },
  {
    code: "533123",
    towns: ["盈江县平原镇", "盈江县旧城镇", "盈江县弄璋镇", "盈江县盏西镇", "盈江县太平镇", "盈江县那邦镇"],
    entities: 190,
    projects: 22,
    officers: 8,
    experts: 2,
    conflicts: 10,
    expired: 0,
  },
  {
    code: "533124",
    towns: [
      "陇川县章凤镇",
      "陇川县陇把镇",
      "陇川县景罕镇",
      "陇川县城子镇",
      "陇川县户撒阿昌族乡",
      "陇川县清平乡",
    ],
    entities: 150,
    projects: 18,
    officers: 7,
    experts: 2,
    conflicts: 8,
    expired: 0,
  },
];

export const authorities: readonly SampleAuthority[] = madeUp.flatMap((one) =>
  sampleAuthorities
    .filter(({ code }) => code === one.code)
    .map(({ short, name }) => ({ ...one, name: short, bureau: name })),
);
