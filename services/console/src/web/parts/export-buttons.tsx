import type { ListName } from "@shuangsui/contracts";
import { Space } from "antd";
import { useTexts } from "../words/words.tsx";
import { FileButton } from "./file-button.tsx";

const ofInspection: ReadonlySet<ListName> = new Set([
  "inspections",
  "inspections/figures",
  "plans",
  "campaigns",
  "supervision-orders",
]);
/** What a page of a list is asked for, and the whole is not. */
const ofPages: ReadonlySet<string> = new Set(["after", "limit", "count", "as", "tab"]);

/** Takes a list away whole as a file, narrowed by the query by which its pages are asked for. */
export function ExportButtons({
  list,
  query = {},
}: {
  list: ListName;
  query?: Readonly<Record<string, string | undefined>>;
}) {
  const { console, language } = useTexts();
  const file = (format: "xlsx" | "csv") => {
    const asked = new URLSearchParams({ format, lang: language });
    for (const [name, value] of Object.entries(query))
      if (value !== undefined && !ofPages.has(name)) asked.set(name, value);
    return {
      service: ofInspection.has(list) ? "inspection" : "registry",
      path: `/api/v1/${list}/export?${asked.toString()}`,
      name: `${list.replaceAll("/", "-")}.${format}`,
    } as const;
  };
  return (
    <Space wrap>
      <FileButton {...file("xlsx")}>{console.registry.exportXlsx}</FileButton>
      <FileButton {...file("csv")}>CSV</FileButton>
    </Space>
  );
}
