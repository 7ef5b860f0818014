import { filledIn, type tipChange } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Descriptions } from "antd";
import type { z } from "zod";
import { asked, call, changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { useAuthorityName } from "../parts/authority.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Steps, type Step } from "../parts/steps.tsx";
import { timeText } from "../parts/time.ts";
import { EntryChange } from "../registry/entry-change.tsx";
import { EntryTabs } from "../registry/entry-tabs.tsx";
import { TargetName } from "../registry/names.tsx";
import { useTexts } from "../words/words.tsx";
import { tipJudgement } from "./bodies.ts";
import { Evidence } from "./evidence.tsx";
import { TipState, type Tip } from "./state.tsx";
import { OrderForm } from "./order-form.tsx";

/** A tip: what came in and from where, what shows it, and what became of it (article 2). */
export function OneTip({ id }: { id: string }) {
  const found = useQuery(asked("registry", "getTipsByRef", { params: { ref: id }, query: {} }));
  return <Loaded of={found}>{(tip) => <Shown tip={tip} />}</Loaded>;
}

function Shown({ tip }: { tip: Tip }) {
  const { words, console } = useTexts();
  const nameOf = useAuthorityName();
  const { complainant, inspection } = tip;
  return (
    <>
      <Steps steps={useTipSteps(tip)} />
      <EntryTabs kind="tips" reference={tip.id} version={tip.version}>
        <Descriptions
          column={1}
          size="small"
          items={[
            { key: "state", label: words.label.state, children: <TipState tip={tip} /> },
            { key: "origin", label: words.label.origin, children: words.inspectionOrigin[tip.origin] },
            { key: "target", label: words.label.target, children: <TargetName {...tip.target} /> },
            { key: "source", label: words.registryField.source, children: tip.source },
            { key: "document", label: console.tips.document, children: tip.document },
            { key: "receivedOn", label: console.tips.receivedOn, children: tip.receivedOn },
            {
              key: "statement",
              label: console.tips.statement,
              children: (
                <p className="written" style={{ margin: 0 }}>
                  {tip.statement ?? console.tips.notShown}
                </p>
              ),
            },
            {
              key: "complainant",
              label: console.tips.complainant,
              children:
                complainant === null
                  ? tip.statement === null
                    ? console.tips.notShown
                    : words.label.none
                  : `${complainant.name} ${complainant.phone}`,
            },
            {
              key: "evidence",
              label: words.registryField.evidence,
              children: <Evidence tip={tip} />,
            },
            { key: "authority", label: words.label.authority, children: nameOf(tip.authority) },
            { key: "updated", label: words.label.updated, children: timeText(tip.updatedAt) },
            ...(inspection === null
              ? []
              : [
                  {
                    key: "inspection",
                    label: console.tips.inspection,
                    children: (
                      <>
                        <Link to="/inspections/$id" params={{ id: inspection.id }}>
                          {filledIn(console.tips.startedAt, { at: timeText(inspection.startedAt) })}
                        </Link>
                        {inspection.credit === null ? null : (
                          <div>{words.creditOutcome[inspection.credit]}</div>
                        )}
                      </>
                    ),
                  },
                ]),
          ]}
        />
      </EntryTabs>
    </>
  );
}

/** What may be done with a tip: an inspection is ordered by it, once; without one it is dismissed with a reason, or taken up again. */
function useTipSteps(tip: Tip): Step[] {
  const { console } = useTexts();
  const may = useMay();
  const queries = useQueryClient();
  const { id, status, authority, inspection } = tip;
  if (inspection !== null) return [];
  const judge = (key: string, title: string, to: Tip["status"]): Step => ({
    key,
    title,
    article: 2,
    form: (done) => (
      <EntryChange
        of="tips"
        entry={tip}
        name={key}
        schema={tipJudgement}
        fixed={{ status: to }}
        send={(body) =>
          call.registry.patchTipsByRef({ params: { ref: id }, body: body as z.input<typeof tipChange> })
        }
        done={() => {
          done();
          void changed(queries, "registry");
        }}
      />
    ),
  });
  const order: Step = {
    key: "order",
    title: console.tips.order,
    article: 2,
    form: (done) => <OrderForm tip={tip} done={done} />,
  };
  return [
    ...(status === "open" && may("inspection.order", authority) ? [order] : []),
    ...(may("registry.write", authority)
      ? [
          status === "open"
            ? judge("dismiss", console.tips.dismiss, "dismissed")
            : judge("reopen", console.tips.reopen, "open"),
        ]
      : []),
  ];
}
