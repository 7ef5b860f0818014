import { mayDo, Problem } from "@shuangsui/contracts";
import { ServiceUnavailable } from "@shuangsui/client";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { askSession, SessionProvider, type Session } from "./calls/session.tsx";
import { otherPerson, sessionEnded } from "./calls/ended.ts";
import { follow } from "./calls/live.ts";
import { newsFor } from "./calls/news.ts";
import { callsAreOf } from "./calls/services.ts";
import { watchTouches } from "./calls/touched.ts";
import { router } from "./router.tsx";
import { Look } from "./shell/look.tsx";
import { chosenLanguage, WordsProvider } from "./words/words.tsx";

const noteEnd = (error: unknown) => {
  if (!(error instanceof Problem)) return;
  if (["caller/missing", "caller/token-invalid"].includes(error.code)) sessionEnded();
  if (error.code === "caller/other-person") otherPerson();
};
const queries = new QueryClient({
  queryCache: new QueryCache({ onError: noteEnd }),
  mutationCache: new MutationCache({ onError: noteEnd }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      // What a service refuses it will refuse again; one that is away comes back.
      retry: (failures, error) => error instanceof ServiceUnavailable && failures < 30,
      retryDelay: (attempt) => Math.min(1_000 * 2 ** attempt, 10_000),
    },
  },
});

/** The console needs somebody to be signed in before it shows anything. */
async function signedIn(): Promise<Session> {
  for (;;) {
    try {
      return await askSession();
    } catch (error) {
      if (error instanceof Problem) {
        location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
        return new Promise(() => undefined);
      }
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
}

async function begin(): Promise<void> {
  const [session, first] = await Promise.all([signedIn(), chosenLanguage()]);
  callsAreOf(session.actor);
  watchTouches();
  // Who may not read the feed, as a witness, is not refused it again and again.
  if (mayDo(session.roles, "events.read", "own")) {
    const news = newsFor(session);
    follow(queries, news);
    void news.catchUp().catch(() => undefined);
  }
  const root = document.getElementById("root");
  if (root === null) throw new RangeError("the page has no root");
  createRoot(root).render(
    <StrictMode>
      <WordsProvider first={first}>
        <SessionProvider value={session}>
          <QueryClientProvider client={queries}>
            <Look>
              <RouterProvider router={router} />
            </Look>
          </QueryClientProvider>
        </SessionProvider>
      </WordsProvider>
    </StrictMode>,
  );
}

void begin();
