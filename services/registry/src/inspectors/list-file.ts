import type { Clock } from "@shuangsui/clock";
import { endingCertificatesFileQuery, type endingCertificate } from "@shuangsui/contracts";
import { columnsOf, everyPage, type ListFile } from "@shuangsui/service-kit/list-files";
import { shanghaiDate } from "@shuangsui/workdays";
import type { z } from "zod";
import type { Work } from "../register/register.ts";
import { endingCertificates } from "./certificates.ts";

type Query = z.output<typeof endingCertificatesFileQuery>;
type Ending = z.output<typeof endingCertificate>;

/** The certificates that end soon or have ended, as they are taken away (article 13). */
export const certificatesFile = (clock: Clock): ListFile<Work, Query, Ending> => ({
  ...{ name: "certificates/ending", tags: ["inspectors"], action: "registry.read" },
  query: endingCertificatesFileQuery,
  kind: () => "inspectors",
  columns: () =>
    columnsOf({
      name: (one) => one.name,
      kind: (one, { words }) => words.inspectorKind[one.kind],
      certificateNumber: (one) => one.certificateNumber,
      validTo: (one) => one.validTo,
      daysLeft: (one) => one.daysLeft,
      stage: (one, { words }) => words.certificateStage[one.stage],
      authority: (one, { authority }) => authority(one.authority),
      inspectorId: (one) => one.inspectorId,
    }),
  async *rows(work, _caller, { authority, stage }) {
    const today = shanghaiDate(await clock.now(work));
    yield* everyPage<Ending, readonly [string, string]>(
      (after, limit) =>
        endingCertificates(work, { authority, stage, limit, after: after ?? undefined }, today),
      (row) => [row.validTo, row.inspectorId],
    );
  },
});
