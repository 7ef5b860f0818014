import { filledIn, sheetTypes } from "@shuangsui/contracts";
import { Alert, Button, Space } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTexts } from "../words/words.tsx";
import { csvOfPasted } from "./pasted.ts";

export type SheetType = (typeof sheetTypes)[number];
const [workbook, oldWorkbook, csv] = sheetTypes;

/** What a file is called is what it is taken for: browsers name another type for each system. */
const sheetTypeOf = (name: string): SheetType =>
  name.toLowerCase().endsWith(".csv") ? csv : name.toLowerCase().endsWith(".xls") ? oldWorkbook : workbook;

const takesText = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea"));

/**
 * Chooses a sheet and sends it at once; or takes rows that are pasted from one, and sends them once somebody has seen how many. These
 * stay until they were taken: nobody need copy them again because a service was away.
 */
export function SheetInput({
  isPending,
  taken,
  send,
}: {
  isPending: boolean;
  /** What was sent last and taken. */
  taken: File | undefined;
  send(file: File, type: SheetType): void;
}) {
  const { console } = useTexts();
  const [pasted, take] = useState<{ rows: number; file: File }>();
  // Browsers say in their own language what this is for, whatever the page's is.
  const chosen = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (takesText(event.target)) return;
      const sheet = csvOfPasted(event.clipboardData?.getData("text/plain") ?? "");
      if (sheet === undefined) return;
      event.preventDefault();
      take({ rows: sheet.rows, file: new File([sheet.csv], `${console.imports.pastedName}.csv`) });
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [console]);
  return (
    <>
      <Space wrap>
        <Button disabled={isPending} onClick={() => chosen.current?.click()}>
          {console.imports.choose}
        </Button>
        <input
          ref={chosen}
          hidden
          type="file"
          aria-label={console.imports.file}
          accept=".xlsx,.csv,.xls"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) send(file, sheetTypeOf(file.name));
            event.target.value = "";
          }}
        />
        <span>{console.imports.orPaste}</span>
        {isPending ? <span role="status">{console.imports.uploading}</span> : null}
      </Space>
      {pasted === undefined || pasted.file === taken ? null : (
        <Alert
          type="info"
          title={filledIn(console.imports.pasted, { rows: pasted.rows })}
          action={
            <Space>
              <Button type="primary" disabled={isPending} onClick={() => send(pasted.file, csv)}>
                {console.imports.checkPasted}
              </Button>
              <Button onClick={() => take(undefined)}>{console.imports.dropPasted}</Button>
            </Space>
          }
        />
      )}
    </>
  );
}
