import { Problem, problemEntry } from "@shuangsui/contracts";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";

/** What was asked for last, and under which key. */
type Asked = { text: string; key: string };
const nothing: Asked = { text: "", key: "" };

/**
 * Has a service do something once: a second click while it is under way does nothing, and the same that is asked for again, because
 * no answer came, bears the same key, also once the page was loaded anew where it is `keptAt` a name in this browser. What was
 * refused on its merits is asked for anew: under the same key it would be refused again for what held then.
 */
export function useDeed<Given, Answer>({
  send,
  keptAt,
  onSuccess,
  ...options
}: {
  send(given: Given, idempotencyKey: string): Promise<Answer>;
  keptAt?: string;
  onSuccess?(answer: Answer): unknown;
  onError?(error: Error, given: Given): void;
  onSettled?(): unknown;
}) {
  const isUnderWay = useRef(false);
  const asked = useRef<Asked>(null);
  const keep = (next: Asked) => {
    asked.current = next;
    if (keptAt === undefined) return;
    if (next === nothing) sessionStorage.removeItem(keptAt);
    else sessionStorage.setItem(keptAt, JSON.stringify(next));
  };
  const deed = useMutation({
    ...options,
    mutationFn: async (given: Given) => {
      const text = JSON.stringify(given, (_, value: unknown) =>
        value instanceof File ? [value.name, value.size, value.lastModified] : value,
      );
      asked.current ??= keptIn(keptAt);
      if (asked.current.text !== text) keep({ text, key: crypto.randomUUID() });
      try {
        return await send(given, asked.current.key);
      } catch (error) {
        if (isDecided(error)) keep(nothing);
        throw error;
      } finally {
        isUnderWay.current = false;
      }
    },
    onSuccess: (answer) => {
      keep(nothing);
      return onSuccess?.(answer);
    },
  });
  const run = (given: Given) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    deed.mutate(given);
  };
  return { ...deed, run };
}

/** Whether a service has refused it, having looked at it: who asked for it, or whether they may, is another question. */
const isDecided = (error: unknown) =>
  error instanceof Problem &&
  !error.code.startsWith("caller/") &&
  [409, 412, 422].includes(problemEntry(error.code).status);

function keptIn(place: string | undefined): Asked {
  if (place === undefined) return nothing;
  try {
    return (JSON.parse(sessionStorage.getItem(place) ?? "null") as Asked | null) ?? nothing;
  } catch {
    return nothing;
  }
}
