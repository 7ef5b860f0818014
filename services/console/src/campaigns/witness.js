// What a witness's own browser does: it makes a secret, keeps it here, and sends its hash alone until the draw is committed to.
const form = document.querySelector("form[data-draw]");
const { draw, name: witness, hash, next } = form.dataset;
const key = `witness/${draw}`;

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
/** The hash of `docs/lottery.md`: of the draw's id, the witness's name and its secret, with commas between. */
const hashOf = async (secret) =>
  hex(
    new Uint8Array(
      await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${draw},${witness},${secret}`)),
    ),
  );
const say = (which) => {
  for (const note of form.querySelectorAll("[data-note]")) note.hidden = note.dataset.note !== which;
};

/** The secret that is kept here; where a witness binds itself and none is, a new one. */
function secret() {
  const kept = localStorage.getItem(key);
  if (kept !== null || next !== "commit") return kept;
  const made = hex(crypto.getRandomValues(new Uint8Array(32)));
  localStorage.setItem(key, made);
  return made;
}

async function fill() {
  const kept = secret();
  if (kept === null) return say("missing");
  const bound = await hashOf(kept);
  // Before it leaves this device: a secret that does not fit would be given away for nothing.
  if (next === "reveal" && bound !== hash) return say("misfit");
  form.elements.value.value = next === "reveal" ? kept : bound;
  form.submit();
}

form.querySelector("button").disabled = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  fill().catch(() => say("unkept"));
});
