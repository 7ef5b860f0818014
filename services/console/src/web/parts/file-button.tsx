import { Button } from "antd";
import { useState, type MouseEvent, type ReactNode } from "react";
import { whenThere } from "../calls/later.ts";
import type { ServiceFile } from "../calls/save-file.ts";
import { useTexts } from "../words/words.tsx";
import { Failed } from "./failed.tsx";

const saver = whenThere(() => import("../calls/save-file.ts"));

/** Takes a file of a service away. Where it may not be had that is said here, and it may be tried again. */
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
