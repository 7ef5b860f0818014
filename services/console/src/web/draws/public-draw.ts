import { createClient } from "@shuangsui/client";
import { api, Problem } from "@shuangsui/contracts";
import { FILE_NAMES, readCommitment, readReveal, type FileName } from "@shuangsui/lottery";
import { useQuery } from "@tanstack/react-query";
import { useSession } from "../calls/session.tsx";

/** The contents of a draw's public folder. */
export type Folder = Record<FileName, Uint8Array<ArrayBuffer>>;

/** Files are as large as the registry. */
const fileMs = 600_000;
/** How soon a draw that is not revealed yet is asked for again, in milliseconds. */
const againMs = 30_000;

const portalAt = (baseUrl: string) => createClient(api.portal, { baseUrl, attempts: 1 });
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A draw as anybody reads it at the portal: null before its commitment, and then with that, and with its reveal once there is one. */
export function usePublicDraw(drawId: string) {
  const { portalUrl } = useSession();
  return useQuery({
    queryKey: ["portal", "draw", drawId],
    queryFn: async ({ signal }) => {
      const portal = portalAt(portalUrl);
      const file = async (name: FileName) =>
        textOf(
          await portal.getDrawsByDrawIdByFile({ params: { drawId, file: name }, signal, timeoutMs: fileMs }),
        );
      const draw = await portal.getDrawsByDrawId({ params: { drawId }, signal }).catch((error: unknown) => {
        if (error instanceof Problem && error.code === "not-found") return null;
        throw error;
      });
      if (draw === null) return null;
      const revealed = draw.state === "revealed";
      const commitment = readCommitment(await file("commitment.json"));
      return { draw, commitment, reveal: revealed ? readReveal(await file("reveal.json")) : null };
    },
    refetchInterval: ({ state: { data } }) => (data?.reveal === null || data === null ? againMs : false),
  });
}

/** All public files of a revealed draw, the same that `shuangsui verify` reads. */
export async function readFolder(portalUrl: string, drawId: string, signal: AbortSignal): Promise<Folder> {
  const portal = portalAt(portalUrl);
  const read = async (file: FileName) =>
    [
      file,
      await portal.getDrawsByDrawIdByFile({ params: { drawId, file }, signal, timeoutMs: fileMs }),
    ] as const;
  return Object.fromEntries(await Promise.all(FILE_NAMES.map(read))) as Folder;
}
