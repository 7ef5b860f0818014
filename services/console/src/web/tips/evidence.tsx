import { filledIn, tipFileTypes } from "@shuangsui/contracts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useRef } from "react";
import { useDeed } from "../calls/deed.ts";
import { asked, call, changed } from "../calls/services.ts";
import { useMay } from "../calls/session.tsx";
import { FailedDeed } from "../parts/failed-deed.tsx";
import { useRegistryWords } from "../registry/registry-words.ts";
import { useTexts } from "../words/words.tsx";
import type { Tip } from "./state.tsx";

type Piece = Tip["evidence"][number];

/** What a tip rests on, with the files that are kept of it: handed in by who keeps the register, downloaded by who sees what the tip says (article 2). */
export function Evidence({ tip }: { tip: Tip }) {
  const { words, console } = useTexts();
  const { evidence: says } = useRegistryWords();
  const may = useMay();
  const { data } = useQuery(asked("registry", "getTipsByIdEvidence", { params: { id: tip.id } }));
  if (tip.evidence.length === 0) return words.label.none;
  return (
    <ul>
      {tip.evidence.map((piece) => {
        const kept = data?.items.find(({ sha256 }) => sha256 === piece.sha256);
        return (
          <li key={piece.sha256}>
            {filledIn(console.tips.evidenceOf, piece)}
            <div className="number name">{piece.sha256}</div>
            {kept === undefined ? (
              data !== undefined && may("registry.write", tip.authority) ? (
                <HandIn tip={tip.id} piece={piece} />
              ) : null
            ) : tip.statement === null ? (
              filledIn(says.kept, { bytes: kept.bytes })
            ) : (
              <a href={`/api/registry/api/v1/tips/${tip.id}/evidence/${piece.sha256}`}>
                {filledIn(says.download, { name: piece.name })}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Sends the file that is chosen; which one is meant is told by its hash. */
function HandIn({ tip: id, piece: { name, sha256 } }: { tip: string; piece: Piece }) {
  const { evidence: says } = useRegistryWords();
  const queries = useQueryClient();
  const chosen = useRef<HTMLInputElement>(null);
  const send = useDeed({
    send: (file: File) =>
      call.registry.putTipsByIdEvidenceByHash({
        params: { id, hash: sha256 },
        body: file,
        // Of another type, or by another name, its bytes tell: it is refused by them.
        type: tipFileTypes.find((type) => type === file.type) ?? tipFileTypes[0],
      }),
    onSuccess: () => changed(queries, "registry"),
  });
  const label = filledIn(says.handIn, { name });
  return (
    <>
      <Button size="small" loading={send.isPending} onClick={() => chosen.current?.click()}>
        {label}
      </Button>
      <input
        ref={chosen}
        hidden
        type="file"
        aria-label={label}
        accept=".pdf,.jpg,.jpeg,.png"
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = "";
          if (file !== undefined) send.run(file);
        }}
      />
      <div>{says.types}</div>
      <FailedDeed deed={send} />
    </>
  );
}
