import { exportQueries, type Language } from "@shuangsui/contracts";
import { callerOf, type App } from "@shuangsui/service-kit";
import { z } from "zod";
import type { Change, FiledRegister, ListQuery } from "../register/register.ts";
import type { Row } from "../register/row.ts";
import { exported, type ExportOptions } from "./export.ts";
import { mediaTypes, type FileFormat } from "@shuangsui/service-kit/row-files";

const file = {
  description: "The file.",
  content: {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": { schema: z.string() },
    "text/csv": { schema: z.string() },
  },
};
const description =
  "The whole list, narrowed and sorted as its query says, as a file for spreadsheets: out of one state of the database, masked as the caller may see it. " +
  "Each row has its id and version, so that it can be corrected in the file and brought back.";

/** The route by which a register's list is taken away as a file. */
export function exportRoute<R extends Row, N, C extends Change, V, Q extends ListQuery>(
  app: App,
  register: FiledRegister<R, N, C, V, Q>,
  options: ExportOptions,
): void {
  const querystring: z.ZodType = exportQueries[register.kind];
  app.get(
    `/api/v1/${register.kind}/export`,
    {
      config: { action: "registry.read" },
      schema: { tags: [register.kind], description, querystring, response: { 200: file } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      // It has been validated by the schema, which is the list's own but for the pages.
      const query = request.query as Q & { format: FileFormat; lang: Language };
      const { format, lang: language } = query;
      const stream = exported(register, options, { caller, query, format, language });
      reply
        .header("content-disposition", `attachment; filename="${register.kind}.${format}"`)
        .type(mediaTypes[format]);
      return reply.send(stream as never);
    },
  );
}
