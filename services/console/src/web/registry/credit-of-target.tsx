import { Alert, Button } from "antd";
import { useState } from "react";
import { StepDrawer } from "../parts/step-drawer.tsx";
import { useTarget } from "./names.tsx";
import { useRegistryWords } from "./registry-words.ts";
import { RiskClass } from "./risk-class.tsx";
import { RiskTable } from "./risk-table.tsx";

/** The risk class of the target that the credit records are narrowed to, with why it is that, and the rules that classes follow (articles 21, 31). */
export function CreditOfTarget({ code }: { code: string | undefined }) {
  const { credit } = useRegistryWords();
  const [isOpen, open] = useState(false);
  const target = useTarget(code ?? "");
  const rules = <Button onClick={() => open(true)}>{credit.rules}</Button>;
  return (
    <>
      {code === undefined || target === undefined ? (
        rules
      ) : (
        <Alert
          type="info"
          style={{ width: "100%" }}
          title={target.name}
          description={<RiskClass kind={target.kind} code={code} />}
          action={rules}
        />
      )}
      <StepDrawer title={isOpen ? credit.rules : undefined} article={21} close={() => open(false)}>
        <RiskTable />
      </StepDrawer>
    </>
  );
}
