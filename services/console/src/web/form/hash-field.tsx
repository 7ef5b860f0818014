import { Button, ConfigProvider, Typography } from "antd";
import { useRef, useState } from "react";
import { useTexts } from "../words/words.tsx";

/** A file that is named by its SHA-256: computed here, the file itself goes nowhere. Shows what the file is called, and by what it is known. */
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
  const chosen = useRef<HTMLInputElement>(null);
  const [named, name] = useState<{ file: string; hash: string }>();
  const { componentDisabled } = ConfigProvider.useConfig();
  const read = async (file: File | undefined) => {
    if (file === undefined) return onChange?.(undefined);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hash = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    name({ file: file.name, hash });
    onChange?.(hash);
  };
  return (
    <>
      <Button onClick={() => chosen.current?.click()}>{console.form.file}</Button>
      <input
        ref={chosen}
        id={id}
        hidden
        type="file"
        disabled={componentDisabled}
        onChange={(event) => void read(event.target.files?.[0])}
      />
      <div>
        <Typography.Text type="secondary" style={{ overflowWrap: "anywhere" }}>
          {value === undefined || value === "" ? (
            console.form.fileHashed
          ) : (
            <>
              {named?.hash === value ? `${named.file} · ` : ""}SHA-256 {value}
            </>
          )}
        </Typography.Text>
      </div>
    </>
  );
}
