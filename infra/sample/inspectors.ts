import { officerTypes, specialties } from "@shuangsui/contracts";
import type { SampleAuthority } from "./authorities.ts";
import { makeIdNumber } from "./codes.ts";
import type { Names } from "./names.ts";
import type { Random } from "./random.ts";
import type { EntityRow, ProjectRow } from "./targets.ts";

/** A row of inspectors.csv (检查人员名录库, articles 13 and 14). Lists are joined by `;`, dates are YYYY-MM-DD. */
export type InspectorRow = {
  kind: "officer" | "expert";
  name: string;
  idNumber: string;
  types: string;
  specialties: string;
  certificateNumber: string;
  certificateValidFrom: string;
  certificateValidTo: string;
  unit: string;
  phone: string;
  title: string;
};

/** A row of conflicts.csv: an interest declared beforehand (article 24). */
export type ConflictRow = {
  certificateNumber: string;
  targetCode: string;
  ground: "kinship" | "employment" | "shareholding";
  note: string;
  validFrom: string;
};

const notes = {
  kinship: ["与被检查单位负责人系表兄弟", "配偶的兄长任被检查单位项目负责人", "子女在被检查单位任职"],
  employment: ["三年内曾在被检查单位任职", "曾受聘为被检查单位技术顾问"],
  shareholding: ["配偶持有被检查单位股份", "持有被检查单位股份"],
};

/** The officers and experts of one authority; `serialFrom` numbers them through all authorities. */
export function inspectorRows(
  authority: SampleAuthority,
  serialFrom: number,
  random: Random,
  names: Names,
): InspectorRow[] {
  const certified = (
    kind: "officer" | "expert",
    mark: string,
    i: number,
    serial: number,
    unit: string,
    two: string,
  ) => ({
    kind,
    name: names.person(),
    idNumber: makeIdNumber(birthday(random), serial),
    types: kind === "officer" ? two : "",
    specialties: kind === "expert" ? two : "",
    certificateNumber: `YN-${mark}-${authority.code}-${String(i + 1).padStart(3, "0")}`,
    certificateValidFrom: "2024-01-01",
    certificateValidTo: kind === "officer" && i < authority.expired ? "2025-12-31" : "2028-12-31",
    unit,
    phone: names.phone(),
    title: kind === "expert" ? (i % 2 === 0 ? "高级工程师" : "工程师") : "",
  });
  // Each round pairs the types anew, so that each is held equally often but rarely by the same two together.
  const officers = Array.from({ length: authority.officers }, (_, i) =>
    certified(
      "officer",
      "Z",
      i,
      serialFrom + i,
      authority.bureau,
      pair(officerTypes, i, 1 + (Math.floor(i / officerTypes.length) % (officerTypes.length - 1))),
    ),
  );
  const experts = Array.from({ length: authority.experts }, (_, i) => {
    const institute = names.firm(authority, "勘察设计");
    return certified(
      "expert",
      "J",
      i,
      serialFrom + authority.officers + i,
      institute,
      pair(specialties, i * 2, 1),
    );
  });
  return [...officers, ...experts];
}

/** The conflicts declared at one authority: a pair of inspector and target appears once. */
export function conflictRows(
  authority: SampleAuthority,
  inspectors: readonly InspectorRow[],
  targets: { entities: readonly EntityRow[]; projects: readonly ProjectRow[] },
  random: Random,
): ConflictRow[] {
  const codes = [
    ...targets.entities.map((entity) => entity.creditCode),
    ...targets.projects.map(({ code }) => code),
  ];
  const conflicted = random.shuffled(codes).slice(0, authority.conflicts);
  return conflicted.map((targetCode) => {
    const ground = random.pick(["kinship", "kinship", "employment", "shareholding"] as const);
    const { certificateNumber } = random.pick(inspectors);
    return {
      certificateNumber,
      targetCode,
      ground,
      note: random.pick(notes[ground]),
      validFrom: "2024-01-01",
    };
  });
}

/** The i-th of a list, taken in rounds, and the one `distance` further, joined by `;`. */
function pair(list: readonly string[], i: number, distance: number): string {
  return [list[i % list.length], list[(i + distance) % list.length]].join(";");
}

function birthday(random: Random): string {
  const part = (min: number, max: number) => String(random.between(min, max)).padStart(2, "0");
  return `${random.between(1970, 1997)}-${part(1, 12)}-${part(1, 28)}`;
}
