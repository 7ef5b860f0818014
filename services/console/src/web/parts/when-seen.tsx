import { useEffect, useRef, useState, type ReactNode } from "react";

/** Shows what is costly once it comes near to where somebody looks; until then something as high keeps its place. */
export function WhenSeen({ instead, children }: { instead: ReactNode; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isSeen, see] = useState(false);
  useEffect(() => {
    if (place.current === null || isSeen) return undefined;
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) see(true);
      },
      { rootMargin: "200px" },
    );
    watch.observe(place.current);
    return () => watch.disconnect();
  }, [isSeen]);
  return <div ref={place}>{isSeen ? children : instead}</div>;
}
