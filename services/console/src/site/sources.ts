import type { Sources } from "@shuangsui/web-build";
import { fileURLToPath } from "node:url";

/** Few files come sooner than many small ones, and are fewer bytes: the frame of all pages, and what the first page shows in it. */
export const sources: Sources = {
  name: "console",
  folder: fileURLToPath(new URL("../web", import.meta.url)),
  together: { start: "calls/ahead.ts", frame: "main.tsx", board: "board/board.tsx" },
  preloaded: ["frame"],
  // Of Ant Design's table what no table here has, or few.
  instead: [
    { in: "antd/es/table/InternalTable.js", of: "./hooks/useFilter", file: "antd/table-filters.ts" },
    { in: "antd/es/table/InternalTable.js", of: "../pagination", file: "antd/table-pages.tsx" },
    { in: "antd/es/table/InternalTable.js", of: "./RcTable/VirtualTable", file: "antd/table-rows.ts" },
    // Whatever may stand in a form would else bring along all of forms, and a table a group of radio buttons.
    { in: "antd/es/form/context.js", of: "@rc-component/form", module: "@rc-component/form/es/FormContext" },
    { in: "antd/es/table/hooks/useSelection.js", of: "../../radio", module: "../../radio/radio" },
  ],
};
