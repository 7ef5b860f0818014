import { Button } from "antd";
import { useTexts } from "../words/words.tsx";

/** That what belongs in a line could not be loaded, and what asks for it again. */
export function FailedLine({ retry }: { retry(): void }) {
  const { console } = useTexts();
  return (
    <span role="alert">
      {console.failed.loadTitle}{" "}
      <Button size="small" onClick={retry}>
        {console.common.retry}
      </Button>
    </span>
  );
}
