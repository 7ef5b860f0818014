import type { targetKind } from "@shuangsui/contracts";
import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { asked } from "../calls/services.ts";

export type TargetKind = z.infer<typeof targetKind>;

/** What most codes of entities look like: a project's may, and is found then all the same. */
const likeAnEntity = /^[0-9A-Z]{18}$/;

/** A target of either register, as far as whoever is signed in sees it. */
export function useTarget(code: string, kind?: TargetKind): { kind: TargetKind; name: string } | undefined {
  const first = kind ?? (likeAnEntity.test(code) ? "entity" : "project");
  const isOther = kind === undefined && code !== "";
  const found = useQuery({ ...askedFor(first, code), enabled: code !== "" });
  const other = first === "entity" ? "project" : "entity";
  const instead = useQuery({ ...askedFor(other, code), enabled: isOther && found.isError });
  if (found.data !== undefined) return { kind: first, name: found.data.name };
  return instead.data === undefined ? undefined : { kind: other, name: instead.data.name };
}

function askedFor(kind: TargetKind, ref: string) {
  const id = kind === "entity" ? "getEntitiesByRef" : "getProjectsByRef";
  return asked("registry", id, { params: { ref }, query: {} });
}

/** What a target is called, with its code. */
export function TargetName({ code, kind }: { code: string; kind?: TargetKind | undefined }) {
  const name = useTarget(code, kind)?.name;
  return (
    <span>
      {name === undefined ? null : <span className="name block">{name}</span>}
      <span className="number">{code}</span>
    </span>
  );
}

/** What an inspector is called. */
export function InspectorName({ id }: { id: string }) {
  const { data } = useQuery(asked("registry", "getInspectorsByRef", { params: { ref: id }, query: {} }));
  return data?.name ?? <span className="number">{id}</span>;
}
