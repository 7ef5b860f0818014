import { useQueryClient } from "@tanstack/react-query";
import { Modal } from "antd";
import { useEffect } from "react";
import { sessionBegun } from "../calls/ended.ts";
import { askSession } from "../calls/session.tsx";
import { useTexts } from "../words/words.tsx";

const askEveryMs = 2_000;

/** Over a page whose session has ended: what was typed stays, and somebody signs in again in another window. */
export function EndedSession() {
  const { console } = useTexts();
  const queries = useQueryClient();
  useEffect(() => {
    const asking = setInterval(
      () =>
        void askSession().then(
          () => {
            sessionBegun();
            void queries.invalidateQueries();
          },
          () => undefined,
        ),
      askEveryMs,
    );
    return () => clearInterval(asking);
  }, [queries]);
  return (
    <Modal
      open
      title={console.session.ended}
      okText={console.session.signIn}
      closable={false}
      cancelButtonProps={{ hidden: true }}
      onOk={() => void open("/sign-in?to=/signed-in-again", "_blank")}
    >
      {console.session.endedAdvice}
    </Modal>
  );
}
