import { fileURLToPath } from "node:url";

/** Few files come sooner than many small ones, and are fewer bytes: the frame of all pages, and what the first page shows in it. */
export const sources = {
  name: "console",
  folder: fileURLToPath(new URL("../web", import.meta.url)),
  together: { start: "calls/ahead.ts", frame: "main.tsx", board: "board/board.tsx" },
  preloaded: ["frame"],
  // Of Ant Design's table what no table here has, or few.
  instead: [
    { in: "antd/es/table/InternalTable.js", of: "./hooks/useFilter", file: "antd/table-filters.ts" },
    { in: "antd/es/table/InternalTable.js", of: "../pagination", file: "antd/table-pages.tsx" },
    { in: "antd/es/table/InternalTable.js", of: "./RcTable/VirtualTable", file: "antd/table-rows.ts" },
  ],
};
