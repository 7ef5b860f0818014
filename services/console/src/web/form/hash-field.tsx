import { Typography } from "antd";
import { useTexts } from "../words/words.tsx";

/** A file that is named by its SHA-256: computed here, the file itself goes nowhere. */
export function HashField({
  id,
  value,
  onChange,
}: {
  id?: string;
  value?: string;
  onChange?: (hash: string | undefined) => void;
}) {
  const { console } = useTexts();
  const read = async (file: File | undefined) => {
    if (file === undefined) return onChange?.(undefined);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    onChange?.([...digest].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  };
  return (
    <>
      <input id={id} type="file" onChange={(event) => void read(event.target.files?.[0])} />
      <div>
        <Typography.Text type="secondary" style={{ overflowWrap: "anywhere" }}>
          {value ?? console.form.fileHashed}
        </Typography.Text>
      </div>
    </>
  );
}
