/** One housing and construction authority: its GB/T 2260 division code and names. */
export type Authority = { code: string; name: string; short: string; parent: string | null };

/** The prefecture and its counties (articles 34, 35). */
export const authorities: readonly Authority[] = [
  { code: "533100", name: "德宏州住房和城乡建设局", short: "德宏州", parent: null },
  { code: "533103", name: "芒市住房和城乡建设局", short: "芒市", parent: "533100" },
  { code: "533102", name: "瑞丽市住房和城乡建设局", short: "瑞丽", parent: "533100" },
  { code: "533122", name: "梁河县住房和城乡建设局", short: "梁河", parent: "533100" },
  { code: "533123", name: "盈江县住房和城乡建设局", short: "盈江", parent: "533100" },
  { code: "533124", name: "陇川县住房和城乡建设局", short: "陇川", parent: "533100" },
];

const byCode = new Map(authorities.map((authority) => [authority.code, authority]));

/** The authority of a division code, or undefined where there is none. */
export function authorityOf(code: string): Authority | undefined {
  return byCode.get(code);
}

/** Whether the code is a prefecture's, whose draws round down and are capped (article 20). */
export function isPrefecture(code: string): boolean {
  return byCode.get(code)?.parent === null;
}

const seen = new Map(
  authorities.map(({ code }) => [
    code,
    authorities.filter((other) => other.code === code || other.parent === code).map((other) => other.code),
  ]),
);

/** The codes of the authorities whose matters one sees: its own and its subordinates' (article 3). None for a code of no authority. */
export function seenBy(code: string): readonly string[] {
  return seen.get(code) ?? [];
}
