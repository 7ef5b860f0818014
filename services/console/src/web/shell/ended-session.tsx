import { useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useEffect } from "react";
import { otherPerson, sessionBegun, sessionEnded, type SessionOf } from "../calls/ended.ts";
import { askSession, useSession } from "../calls/session.tsx";
import { Problem } from "@shuangsui/contracts";
import { useTexts } from "../words/words.tsx";

const askEveryMs = 2_000;

/**
 * Over a page whose session has ended: what was typed stays, and whoever opened the page signs in again in another window. Somebody
 * else who signed in there begins on a page of their own, and nothing typed here goes out in their name.
 */
export function EndedSession({ of }: { of: Exclude<SessionOf, "same"> }) {
  const { console } = useTexts();
  const { actor } = useSession();
  const queries = useQueryClient();
  useEffect(() => {
    const asking = setInterval(
      () =>
        void askSession().then(
          (session) => {
            if (session.actor !== actor) return otherPerson();
            sessionBegun();
            void queries.invalidateQueries();
          },
          (error: unknown) => {
            if (error instanceof Problem) sessionEnded();
          },
        ),
      askEveryMs,
    );
    return () => clearInterval(asking);
  }, [queries, actor]);
  const isOther = of === "other";
  return (
    <Modal
      open
      title={isOther ? console.session.other : console.session.ended}
      closable={false}
      footer={
        isOther ? (
          <Button type="primary" onClick={() => location.assign("/")}>
            {console.session.beginAnew}
          </Button>
        ) : (
          <Button type="primary" onClick={() => void open("/sign-in?to=/signed-in-again", "_blank")}>
            {console.session.signIn}
          </Button>
        )
      }
    >
      {isOther ? console.session.otherAdvice : console.session.endedAdvice}
    </Modal>
  );
}
