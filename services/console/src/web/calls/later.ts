const askAgainMs = 1_000;

/**
 * Fetches a part of the console, however long the console is away meanwhile. @throws where it is there and has no such part: it is of
 * another version then
 */
export const whenThere =
  <Part>(load: () => Promise<Part>) =>
  async (): Promise<Part> => {
    for (;;) {
      try {
        return await load();
      } catch (error) {
        const isThere = await fetch("/icon.svg", { method: "HEAD", cache: "no-store" }).then(
          () => true,
          () => false,
        );
        if (isThere) return load().catch(() => Promise.reject(error));
        await new Promise((resolve) => setTimeout(resolve, askAgainMs));
      }
    }
  };
