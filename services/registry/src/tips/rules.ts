import { Problem } from "@shuangsui/contracts";
import type { TipRow } from "./tables.ts";

type Standing = Pick<TipRow, "status" | "inspection_id">;

/** Article 2: what is inspected is not dismissed. @throws Problem `tip/used` */
export function requireNotInspected({ inspection_id: inspection }: Standing): void {
  if (inspection !== null) throw new Problem("tip/used", `inspection ${inspection}`);
}

/** Article 2: one tip brings about one inspection. Gives whether that is on record already. @throws Problem `tip/used` */
export function isInspectedBy({ inspection_id: inspection }: Standing, asked: string): boolean {
  if (inspection !== null && inspection !== asked) throw new Problem("tip/used", `inspection ${inspection}`);
  return inspection === asked;
}
