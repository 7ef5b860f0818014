import { ServiceUnavailable } from "@shuangsui/client";
import { Alert, Button } from "antd";
import { refusalOf } from "../calls/refused.ts";
import { ArticleLink } from "../help/article-link.tsx";
import { useTexts } from "../words/words.tsx";

/** What is shown where something failed: what happened, what was kept, what to do. */
export function Failed({
  error,
  retry,
  title,
}: {
  error: unknown;
  retry?: (() => void) | undefined;
  title?: string;
}) {
  const texts = useTexts();
  const { console, language } = texts;
  const refusal = refusalOf(error, texts, language);
  // What is loaded is tried again by itself, what somebody does is not.
  const isOnlyRead = title !== undefined;
  const isToSendAgain = error instanceof ServiceUnavailable && !isOnlyRead;
  return (
    <Alert
      role="alert"
      type={refusal.passing ? "warning" : "error"}
      showIcon
      title={title === undefined ? refusal.title : `${title}：${refusal.title}`}
      description={
        <>
          {refusal.places.length === 0 ? null : (
            <>
              {console.failed.places}
              <ul>
                {refusal.places.map((place) => (
                  <li key={place}>{place}</li>
                ))}
              </ul>
            </>
          )}
          {isOnlyRead && refusal.advice === console.failed.kept ? null : (
            <div>{isToSendAgain ? console.failed.sendAgain : refusal.advice}</div>
          )}
          {refusal.article === null ? null : <ArticleLink article={refusal.article} />}{" "}
          {refusal.code === null ? null : (
            <span>
              {console.failed.code} {refusal.code}
            </span>
          )}
        </>
      }
      {...(retry === undefined ? {} : { action: <Button onClick={retry}>{console.common.retry}</Button> })}
    />
  );
}
