import { Button, ConfigProvider, Space, Typography } from "antd";
import { useRef, useState } from "react";
import { useTexts } from "../words/words.tsx";

/**
 * A file that is named by its SHA-256: computed here, the file itself goes nowhere. Shows what the file is called, and by what it is known.
 * The field's label leads to the button that chooses it.
 */
export function HashField({
  id,
  value,
  onChange,
  "aria-describedby": describedBy,
}: {
  id?: string;
  value?: string;
  onChange?: (hash: string | undefined) => void;
  "aria-describedby"?: string;
}) {
  const { console } = useTexts();
  const chosen = useRef<HTMLInputElement>(null);
  const [named, name] = useState<{ file: string; hash: string }>();
  const { componentDisabled } = ConfigProvider.useConfig();
  const read = async (file: File) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hash = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    name({ file: file.name, hash });
    onChange?.(hash);
  };
  return (
    <>
      <Space>
        <Button id={id} aria-describedby={describedBy} onClick={() => chosen.current?.click()}>
          {console.form.file}
        </Button>
        {value === undefined || value === "" ? null : (
          <Button
            onClick={() => {
              onChange?.(undefined);
              document.getElementById(id ?? "")?.focus();
            }}
          >
            {console.form.takeAway}
          </Button>
        )}
      </Space>
      <input
        ref={chosen}
        hidden
        type="file"
        aria-label={console.form.file}
        disabled={componentDisabled}
        onChange={({ target }) => {
          const file = target.files?.[0];
          // The same file may be chosen again after it was taken away.
          target.value = "";
          if (file !== undefined) void read(file);
        }}
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
