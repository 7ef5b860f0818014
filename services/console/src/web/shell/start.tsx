import { Navigate } from "@tanstack/react-router";
import { Result } from "antd";
import { useMay } from "../calls/session.tsx";
import { useTexts } from "../words/words.tsx";
import { sections } from "./sections.tsx";

/** Where somebody begins: the first section that the roles may see. */
export function Start() {
  const { console } = useTexts();
  const may = useMay();
  const first = sections.find(({ action }) => may(action));
  if (first !== undefined) return <Navigate to={first.path} replace />;
  return (
    <Result
      status="403"
      title={console.shell.nothingForRoles}
      subTitle={console.shell.nothingForRolesAdvice}
    />
  );
}
