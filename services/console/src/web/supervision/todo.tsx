import { useQuery } from "@tanstack/react-query";
import { asked } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";
import { SupervisionTable } from "./table.tsx";

/** The supervision orders that wait for whoever is signed in: to be received and answered, or to be looked at (待办). */
export function SupervisionTodo() {
  const { console } = useTexts();
  const may = useMay();
  return (
    <>
      {may("supervision.answer") ? <Todo todo="answer" title={console.supervision.toAnswer} /> : null}
      {may("supervision.order") ? <Todo todo="close" title={console.supervision.toClose} /> : null}
    </>
  );
}

function Todo({ todo, title }: { todo: "answer" | "close"; title: string }) {
  const { data } = useQuery(asked("inspection", "getSupervisionOrders", { query: { todo, limit: "100" } }));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Card title={title}>
      <SupervisionTable query={{ todo }} limit={100} />
    </Card>
  );
}
