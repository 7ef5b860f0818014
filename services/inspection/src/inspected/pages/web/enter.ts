// A QR code leads here with the code behind `#`, where it reaches no server and no log: it is sent as if somebody had typed it.
const code = decodeURIComponent(location.hash.slice(1));
const form = document.querySelector<HTMLFormElement>("form[data-enter]");
const field = form?.querySelector<HTMLInputElement>("input[name=code]");
if (code !== "" && form !== null && field !== null && field !== undefined) {
  history.replaceState(null, "", location.pathname);
  field.value = code;
  form.querySelector<HTMLElement>("[data-opening]")?.removeAttribute("hidden");
  form.requestSubmit();
}
