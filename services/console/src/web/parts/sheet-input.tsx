import { sheetTypes } from "@shuangsui/contracts";
import { useTexts } from "../words/words.tsx";

export type SheetType = (typeof sheetTypes)[number];
const [workbook, oldWorkbook, csv] = sheetTypes;

/** What a file is called is what it is taken for: browsers name another type for each system. */
const sheetTypeOf = (name: string): SheetType =>
  name.toLowerCase().endsWith(".csv") ? csv : name.toLowerCase().endsWith(".xls") ? oldWorkbook : workbook;

/** Chooses a sheet and sends it at once. */
export function SheetInput({
  isPending,
  send,
}: {
  isPending: boolean;
  send(file: File, type: SheetType): void;
}) {
  const { console } = useTexts();
  return (
    <>
      <label>
        {console.imports.file}{" "}
        <input
          type="file"
          accept=".xlsx,.csv,.xls"
          disabled={isPending}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) send(file, sheetTypeOf(file.name));
            event.target.value = "";
          }}
        />
      </label>
      {isPending ? <span role="status">{console.imports.uploading}</span> : null}
    </>
  );
}
