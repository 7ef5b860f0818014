import { Button } from "antd";
import { useState, type MouseEvent, type ReactNode } from "react";
import { whenThere } from "../calls/later.ts";
import type { ServiceFile } from "../calls/save-file.ts";
import { useTexts } from "../words/words.tsx";
import { Failed } from "./failed.tsx";

const saver = whenThere(() => import("../calls/save-file.ts"));

/** Takes a file of a service away. Where that fails it is said here, and may be tried again: a plain link would leave the page for an error. */
export function FileButton({ children, ...file }: ServiceFile & { children: ReactNode }) {
  const { console } = useTexts();
  const [isComing, come] = useState(false);
  const [error, fail] = useState<unknown>(null);
  const save = async () => {
    come(true);
    fail(null);
    await saver()
      .then(({ saveFile }) => saveFile(file))
      .catch(fail);
    come(false);
  };
  const pressed = (event: MouseEvent) => {
    // Whoever wants it in a window of its own has it there.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!isComing) void save();
  };
  return (
    <>
      <Button href={`/api/${file.service}${file.path}`} loading={isComing} onClick={pressed}>
        {children}
      </Button>
      {error === null ? null : (
        <Failed error={error} title={console.failed.fileTitle} retry={() => void save()} />
      )}
    </>
  );
}
