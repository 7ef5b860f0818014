import { authorityTree } from "@shuangsui/contracts";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Dehong and its five counties, as a service's table has them. */
export const sampleAuthorities = authorityTree.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, "authorities.json"), "utf8")),
);

/**
 * A town, its division code, and about where the sample has it, in degrees of WGS-84. Of the prefecture's own targets the code is the
 * prefecture's: their township is not known.
 */
export type Town = { name: string; code: string; at: readonly [longitude: number, latitude: number] };

/** What the sample makes up for an authority: in which towns its targets are, and how many rows it brings. */
type MadeUp = {
  code: string;
  towns: readonly Town[];
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
    towns: [
      { name: "芒市勐焕街道", code: "533100", at: [98.585, 24.435] },
      { name: "芒市风平镇", code: "533100", at: [98.52, 24.39] },
      { name: "瑞丽市勐卯街道", code: "533100", at: [97.855, 24.015] },
      { name: "盈江县平原镇", code: "533100", at: [97.935, 24.71] },
      { name: "陇川县章凤镇", code: "533100", at: [97.81, 24.2] },
      { name: "梁河县遮岛镇", code: "533100", at: [98.3, 24.81] },
    ],
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
      { name: "芒市勐焕街道", code: "533103001", at: [98.585, 24.435] },
      { name: "芒市风平镇", code: "533103105", at: [98.52, 24.39] },
      { name: "芒市遮放镇", code: "533103102", at: [98.25, 24.22] },
      { name: "芒市勐戛镇", code: "533103103", at: [98.48, 24.25] },
      { name: "芒市芒海镇", code: "533103104", at: [98.36, 24.16] },
      { name: "芒市轩岗乡", code: "533103201", at: [98.45, 24.47] },
      { name: "芒市江东乡", code: "533103202", at: [98.44, 24.57] },
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
    towns: [
      { name: "瑞丽市勐卯街道", code: "533102001", at: [97.855, 24.015] },
      { name: "瑞丽市畹町镇", code: "533102102", at: [98.05, 24.1] },
      { name: "瑞丽市弄岛镇", code: "533102103", at: [97.7, 23.92] },
      { name: "瑞丽市姐相镇", code: "533102104", at: [97.79, 23.99] },
      { name: "瑞丽市户育乡", code: "533102202", at: [97.78, 24.07] },
      { name: "瑞丽市勐秀乡", code: "533102203", at: [97.87, 24.12] },
    ],
    entities: 240,
    projects: 30,
    officers: 10,
    experts: 2,
    conflicts: 12,
    expired: 1,
  },
  {
    code: "533122",
    towns: [
      { name: "梁河县遮岛镇", code: "533122101", at: [98.3, 24.81] },
      { name: "梁河县芒东镇", code: "533122102", at: [98.24, 24.72] },
      { name: "梁河县勐养镇", code: "533122103", at: [98.3, 24.64] },
      { name: "梁河县平山乡", code: "533122201", at: [98.39, 24.75] },
      { name: "梁河县大厂乡", code: "533122203", at: [98.4, 24.86] },
      { name: "梁河县河西乡", code: "533122206", at: [98.28, 24.9] },
    ],
    entities: 120,
    projects: 14,
    officers: 7,
    experts: 2,
    conflicts: 6,
    expired: 1,
  },
  {
    code: "533123",
    towns: [
      { name: "盈江县平原镇", code: "533123101", at: [97.935, 24.71] },
      { name: "盈江县旧城镇", code: "533123102", at: [98.07, 24.76] },
      { name: "盈江县弄璋镇", code: "533123104", at: [97.85, 24.61] },
      { name: "盈江县盏西镇", code: "533123105", at: [98.1, 24.98] },
      { name: "盈江县太平镇", code: "533123108", at: [97.8, 24.68] },
      { name: "盈江县那邦镇", code: "533123103", at: [97.6, 24.73] },
    ],
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
      { name: "陇川县章凤镇", code: "533124101", at: [97.81, 24.2] },
      { name: "陇川县陇把镇", code: "533124102", at: [97.8, 24.29] },
      { name: "陇川县景罕镇", code: "533124103", at: [97.9, 24.26] },
      { name: "陇川县城子镇", code: "533124104", at: [97.98, 24.36] },
      { name: "陇川县户撒阿昌族乡", code: "533124201", at: [97.88, 24.46] },
      { name: "陇川县清平乡", code: "533124203", at: [98.07, 24.42] },
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
