import { Failed } from "./failed.tsx";

/** What is shown where something that was asked for failed: it can be asked for again just as it was. */
export function FailedDeed<Given>({
  deed: { error, variables, run },
}: {
  deed: { error: unknown; variables: Given | undefined; run(given: Given): void };
}) {
  if (error === null) return null;
  return <Failed error={error} retry={variables === undefined ? undefined : () => run(variables)} />;
}
