import { todoList, type Todo, type TodoKind } from "@shuangsui/contracts";
import type { CallOptions } from "../../../../infra/embedded/test-harness.ts";
import type { InspectionHarness } from "./harness.ts";

/** What waits for somebody at the workbench, of one kind where that is said. */
export async function todoOf(harness: InspectionHarness, who: CallOptions, kind?: TodoKind): Promise<Todo[]> {
  const { items } = todoList.parse((await harness.call("GET", "/api/v1/todo", who)).body);
  return kind === undefined ? items : items.filter((one) => one.kind === kind);
}

/** The approvals that wait for the head of 芒市 (article 25). */
export const approvalsToDo = (harness: InspectionHarness): Promise<Todo[]> =>
  todoOf(harness, { roles: ["approver"], actor: "head-1" }, "approval");
