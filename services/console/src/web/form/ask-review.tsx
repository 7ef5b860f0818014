import type { Problem } from "@shuangsui/contracts";
import { Alert, Typography } from "antd";
import { useTexts } from "../words/words.tsx";

/** What a reviewer is to let pass, another person: the texts themselves, to hand over, since no address may hold them. */
export function AskReview({ places, body }: { places: Problem["places"]; body: string }) {
  const { console } = useTexts();
  const texts = places.flatMap(({ path }) => textAt(JSON.parse(body) as unknown, path) ?? []);
  return (
    <Alert
      type="info"
      showIcon
      title={console.review.asked}
      style={{ marginBlockStart: 12 }}
      description={texts.map((text) => (
        <Typography.Paragraph key={text} copyable={{ text }} style={{ whiteSpace: "pre-line" }}>
          {text}
        </Typography.Paragraph>
      ))}
    />
  );
}

/** The text at a path of a body: `/entries/0/note`. */
function textAt(body: unknown, path: string | undefined): string | undefined {
  const found = (path ?? "")
    .split("/")
    .slice(1)
    .reduce<unknown>(
      (value, name) =>
        typeof value === "object" && value !== null
          ? (value as Readonly<Record<string, unknown>>)[name]
          : undefined,
      body,
    );
  return typeof found === "string" ? found : undefined;
}
