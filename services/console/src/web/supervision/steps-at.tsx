import {
  shortened,
  supervisionCommands,
  type SupervisionCommandType,
  type SupervisionSummary,
} from "@shuangsui/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { call, changed } from "../calls/services.ts";
import { useMay, useSession } from "../calls/session.tsx";
import { BodyForm } from "../form/body-form.tsx";
import type { Step } from "../parts/steps.tsx";
import { useTexts } from "../words/words.tsx";
import { offeredAt } from "./offered.ts";

/** What may be done with an order as it stands, by whoever looks. */
export function useStepsAt(): (order: SupervisionSummary) => readonly Step[] {
  const { words } = useTexts();
  const { authority } = useSession();
  const may = useMay();
  const queries = useQueryClient();
  return (order) =>
    offeredAt(order, authority, may).map((command) => ({
      key: `${order.id}/${command}`,
      title: words.supervisionCommand[command],
      article: 4,
      form: (done) => (
        <BodyForm
          schema={supervisionCommands[command]}
          draft={`${order.id}/${command}`}
          done={() => {
            done();
            void changed(queries, "inspection");
          }}
          send={(body, idempotencyKey) => send(order.id, command, body, idempotencyKey)}
        />
      ),
    }));
}

function send(
  id: string,
  command: SupervisionCommandType,
  body: unknown,
  idempotencyKey: string,
): Promise<unknown> {
  const { inspection } = call;
  const at = { params: { id }, idempotencyKey };
  switch (command) {
    case "receive":
      return inspection.postSupervisionOrdersByIdCommandsReceive({ ...at, body: {} });
    case "answer": {
      const answer = supervisionCommands.answer.parse(body);
      return inspection.postSupervisionOrdersByIdCommandsAnswer({ ...at, body: answer });
    }
    case "close": {
      const closing = supervisionCommands.close.parse(body);
      return inspection.postSupervisionOrdersByIdCommandsClose({ ...at, body: closing });
    }
    case "return": {
      const again = supervisionCommands.return.parse(body);
      return inspection.postSupervisionOrdersByIdCommandsReturn({ ...at, body: again });
    }
    case "withdraw": {
      const withdrawal = supervisionCommands.withdraw.parse(body);
      return inspection.postSupervisionOrdersByIdCommandsWithdraw({ ...at, body: withdrawal });
    }
  }
}

/** What may be done with the orders on a subject, where one looks at that subject: each received, answered, closed or lifted (article 4). */
export function useStepsOf(orders: readonly SupervisionSummary[]): readonly Step[] {
  const stepsAt = useStepsAt();
  const each = orders.map((order) => ({ order, steps: stepsAt(order) }));
  const isOne = each.filter(({ steps }) => steps.length > 0).length < 2;
  return each.flatMap(({ order, steps }) =>
    isOne ? steps : steps.map((step) => ({ ...step, title: `${step.title}：${shortened(order.text, 12)}` })),
  );
}
