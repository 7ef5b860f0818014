import { Navigate } from "@tanstack/react-router";
import { useMay } from "../calls/session.tsx";
import { Card, Page } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { sections } from "./sections.tsx";

/** Where somebody begins: the first section that the roles may see. */
export function Start() {
  const { console } = useTexts();
  const may = useMay();
  const first = sections.find(({ action }) => may(action));
  if (first !== undefined) return <Navigate to={first.path} replace />;
  return (
    <Page title={console.shell.nothingForRoles}>
      <Card>{console.shell.nothingForRolesAdvice}</Card>
    </Page>
  );
}
