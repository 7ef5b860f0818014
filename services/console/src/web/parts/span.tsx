/** From a day to a day: each stands on one line, however narrow the place. */
export function Span({ from, to }: { from: string; to: string }) {
  return (
    <>
      <span className="day">{from} —</span> <span className="day">{to}</span>
    </>
  );
}
