import {
  newEntity,
  newInspector,
  newProject,
  type entityChange,
  type inspectorChange,
  type itemChange,
  type newItem,
  type projectChange,
  type RegisterKind,
} from "@shuangsui/contracts";
import type { z } from "zod";
import { call } from "../calls/services.ts";
import type { Values } from "../form/values.ts";
import { useTexts } from "../words/words.tsx";
import {
  entityCorrection,
  inspectorCorrection,
  inspectorStanding,
  itemBases,
  itemByHand,
  itemCorrection,
  leavesCorrection,
  newLeave,
  projectCorrection,
  takingBack,
  takingOut,
} from "./bodies.ts";
import { correctEntity, correctionOf, statedOf } from "./corrected.ts";
import type { Change, Deed } from "./deed-steps.tsx";
import type { Row } from "./registers.ts";
import { useRegistryWords } from "./registry-words.ts";

/** The registers whose entries are entered and corrected by hand, field by field. */
type ByHand = Extract<RegisterKind, "entities" | "projects" | "inspectors" | "items">;
const byHand: ReadonlySet<RegisterKind> = new Set(["entities", "projects", "inspectors", "items"]);
export const isByHand = (kind: RegisterKind): kind is ByHand => byHand.has(kind);

/** What is entered anew in a register by hand (articles 5, 8, 12 to 14); `first` is what of it is known already. */
export function useEntering(kind: RegisterKind, first: Values = {}): Deed[] {
  const { enter } = useRegistryWords();
  if (!isByHand(kind)) return [];
  const forms = {
    entities: {
      article: 11,
      schema: newEntity,
      send: (body: unknown) =>
        call.registry.postEntities({ body: statedOf(body) as z.input<typeof newEntity> }),
    },
    projects: {
      article: 12,
      schema: newProject,
      send: (body: unknown) => call.registry.postProjects({ body: body as z.input<typeof newProject> }),
    },
    inspectors: {
      article: 13,
      schema: newInspector,
      send: (body: unknown) => call.registry.postInspectors({ body: body as z.input<typeof newInspector> }),
    },
    items: {
      article: 8,
      schema: itemByHand,
      send: (body: unknown) => call.registry.postItems({ body: body as z.input<typeof newItem> }),
    },
  };
  return [{ key: "enter", title: enter[kind], kind, first, ...forms[kind] }];
}

/** What is corrected in an entry by hand: its fields, whether it is in the register (article 15), and when an inspector is on leave. */
export function useCorrecting(kind: RegisterKind, entry: Row): Change[] {
  const { enter, field } = useRegistryWords();
  const { console } = useTexts();
  if (!isByHand(kind)) return [];
  const ref = String(entry["id"]);
  const params = { ref };
  const article = { entities: 15, projects: 15, inspectors: 15, items: 8 }[kind];
  const correct = { key: "correct", title: enter.correct, article, kind, first: (from: Row) => from };
  switch (kind) {
    case "entities":
      return [
        {
          ...correct,
          schema: entityCorrection,
          hint: enter.shared,
          send: (body, { from }, key) => correctEntity(ref, correctionOf(entityCorrection, from, body), key),
        },
        ...standing((body) =>
          call.registry.patchEntitiesByRef({ params, body: body as z.input<typeof entityChange> }),
        ),
      ];
    case "projects": {
      const patch = (body: Values) =>
        call.registry.patchProjectsByRef({ params, body: body as z.input<typeof projectChange> });
      return [
        {
          ...correct,
          schema: projectCorrection,
          send: (body, { from }) => patch(correctionOf(projectCorrection, from, body)),
        },
        ...standing(patch),
      ];
    }
    case "items": {
      const patch = (body: Values) =>
        call.registry.patchItemsByRef({ params, body: body as z.input<typeof itemChange> });
      return [
        {
          ...correct,
          schema: itemCorrection,
          send: (body, { from }) => patch(correctionOf(itemCorrection, from, body)),
        },
        {
          key: "bases",
          title: console.bases.ofItem,
          article: 8,
          kind,
          schema: itemBases,
          first: ({ bases }) => ({ bases: (bases as readonly { id: string }[]).map(({ id }) => id) }),
          send: patch,
        },
      ];
    }
    case "inspectors": {
      const patch = (body: Values) =>
        call.registry.patchInspectorsByRef({ params, body: body as z.input<typeof inspectorChange> });
      const leavesOf = ({ leaves }: Row) => leaves as readonly Values[];
      const ofLeave = { kind, known: { reason: { label: field.leaveReason } } };
      return [
        {
          key: "leave",
          title: enter.leave,
          article: 15,
          schema: newLeave,
          ...ofLeave,
          send: ({ reason, version, ...leave }, { now }) =>
            patch({ leaves: [...leavesOf(now), leave], reason, version }),
        },
        ...(leavesOf(entry).length === 0
          ? []
          : [
              {
                key: "leaves",
                title: enter.leaves,
                article: 15,
                schema: leavesCorrection,
                ...ofLeave,
                first: (from: Row) => ({ leaves: leavesOf(from) }),
                send: patch,
              },
            ]),
        {
          ...correct,
          schema: inspectorCorrection,
          send: (body, { from }) => patch(correctionOf(inspectorCorrection, from, body)),
        },
        {
          key: "status",
          title: enter.status,
          article: 15,
          schema: inspectorStanding,
          kind,
          first: ({ status }) => ({ status }),
          send: patch,
        },
      ];
    }
  }

  /** A target leaves the register on a ground, or comes back. */
  function standing(patch: (body: Values) => Promise<unknown>): Change[] {
    const isIn = entry["status"] === "active";
    return [
      {
        key: isIn ? "take-out" : "take-back",
        title: isIn ? enter.takeOut : enter.takeBack,
        article: 15,
        schema: isIn ? takingOut : takingBack,
        kind,
        fixed: { status: isIn ? "deregistered" : "active" },
        send: patch,
      },
    ];
  }
}
