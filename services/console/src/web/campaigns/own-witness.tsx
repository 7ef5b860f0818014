import { Problem, type CampaignDetail } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useDeed } from "../calls/deed.ts";
import { asked, call, changed } from "../calls/services.ts";
import { useSession } from "../calls/session.tsx";
import { Failed } from "../parts/failed.tsx";
import { Card } from "../parts/page.tsx";
import { useTexts } from "../words/words.tsx";

const everyMs = 5_000;
const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The hash of `docs/lottery.md`: of the draw's id, the witness's name and its secret, with commas between. */
async function hashOf(draw: string, name: string, secret: string): Promise<string> {
  return hexOf(
    new Uint8Array(
      await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${draw},${name},${secret}`)),
    ),
  );
}

/** A witness's part in a draw: its secret is made and kept by this browser, for the person who is signed in, and sent once the commitment is public (article 23). */
export function OwnWitness({ campaign: { id } }: { campaign: CampaignDetail }) {
  const { words, console } = useTexts();
  const says = words.console;
  const { actor } = useSession();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    ...asked("inspection", "getCampaignsByIdWitness", { params: { id } }),
    // A witness may not read the feed, by which other pages hear of what happens.
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.next === "nothing" ? false : everyMs,
  });
  const step = useDeed({
    send: async () => {
      if (data === undefined) return;
      const key = `witness/${actor}/${data.drawId}`;
      if (data.next === "commit") {
        const secret = localStorage.getItem(key) ?? hexOf(crypto.getRandomValues(new Uint8Array(32)));
        localStorage.setItem(key, secret);
        const hash = await hashOf(data.drawId, data.name, secret);
        await call.inspection.postCampaignsByIdWitnesses({ params: { id }, body: { hash } });
        return;
      }
      const contribution = localStorage.getItem(key);
      if (contribution === null) throw new Error(says.witnessMissing);
      // Before it leaves this device: a secret that does not fit would be given away for nothing.
      if ((await hashOf(data.drawId, data.name, contribution)) !== data.hash)
        throw new Error(says.witnessMisfit);
      await call.inspection.postCampaignsByIdContributions({ params: { id }, body: { contribution } });
    },
    onSuccess: () => changed(queries, "inspection"),
  });
  if (data === undefined) {
    // Whose account names no witness has no part in it.
    if (error === null || (error instanceof Problem && error.code === "draw/not-its-witness")) return null;
    return <Failed error={error} title={console.failed.loadTitle} retry={() => void refetch()} />;
  }
  const own = step.error?.message;
  // Until the register is locked another device may be bound in this one's place.
  const isBound = data.next === "commit" && data.hash !== null;
  return (
    <Card title={says.witnessTitle}>
      <p>
        {data.name} · {data.unit}
      </p>
      <p>{says.witnessNext[isBound ? "wait" : data.next]}</p>
      {data.hash === null ? null : (
        <p>
          {says.witnessBound} <code style={{ overflowWrap: "anywhere" }}>{data.hash}</code>
        </p>
      )}
      {data.next === "commit" || data.next === "reveal" ? (
        <Button
          type={isBound ? "default" : "primary"}
          loading={step.isPending}
          onClick={() => step.run(null)}
        >
          {says.witnessDo[data.next]}
        </Button>
      ) : null}
      {step.error === null ? null : own === says.witnessMissing || own === says.witnessMisfit ? (
        <Alert type="error" title={own} />
      ) : (
        <Failed error={step.error} />
      )}
    </Card>
  );
}
