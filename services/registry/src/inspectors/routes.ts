import { endingCertificate, endingCertificatesQuery, id, pageOf, Problem, day } from "@shuangsui/contracts";
import { callerOf, keyOf, pageOfRows, readOnly, type App, type Auditor } from "@shuangsui/service-kit";
import { fileRoute } from "@shuangsui/service-kit/list-files";
import { shanghaiDate } from "@shuangsui/workdays";
import { z } from "zod";
import type { RegisterOptions } from "../register/entries.ts";
import { endingCertificates } from "./certificates.ts";
import { certificatesFile } from "./list-file.ts";

const place = z.tuple([day, id]);

/** Whose certificates end soon, or have ended (article 13). */
export function certificateRoutes(
  app: App,
  { database, clock, auditor }: RegisterOptions & { auditor: Auditor },
): void {
  fileRoute(app, { database, auditor }, certificatesFile(clock));
  app.get(
    "/api/v1/certificates/ending",
    {
      config: { action: "registry.read" },
      schema: {
        tags: ["inspectors"],
        querystring: endingCertificatesQuery,
        response: { 200: pageOf(endingCertificate) },
      },
    },
    async (request) => {
      const { authority, stage, limit, after } = request.query;
      const today = shanghaiDate(await clock.now());
      const page = { authority, stage, limit, after: after === undefined ? undefined : placeOf(after) };
      const rows = await database.as(
        callerOf(request).authority,
        (work) => endingCertificates(work, page, today),
        readOnly,
      );
      return pageOfRows(rows, limit, (row) => [row.validTo, row.inspectorId]);
    },
  );
}

function placeOf(cursor: string): [string, string] {
  const read = place.safeParse(keyOf(cursor, 2));
  if (read.success) return read.data;
  throw new Problem("body/invalid", undefined, [{ path: "/after", message: "is not a cursor of this list" }]);
}
