import { Skeleton } from "antd";
import { lazy, Suspense, type ComponentProps } from "react";
import { whenThere } from "../calls/later.ts";
import { useTexts } from "../words/words.tsx";

const Form = lazy(whenThere(() => import("./body-form.tsx").then(({ BodyForm }) => ({ default: BodyForm }))));

/** A form of a page that is read first: fetched when somebody opens it. */
export function LaterForm(props: ComponentProps<typeof Form>) {
  const { console } = useTexts();
  return (
    <Suspense fallback={<Skeleton active aria-label={console.common.loading} />}>
      <Form {...props} />
    </Suspense>
  );
}
