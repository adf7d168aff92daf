// A form whose page shows what its values do: a changed value draws the page's drawing again.

const PAUSE_MS = 250;

/** Draws again when a value changed, without going anywhere. */
export function redrawOnChange(form) {
  const status = document.createElement("div");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  form.append(status);
  let timer = 0;
  let latest = 0;

  const draw = async () => {
    const mine = ++latest;
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) {
      if (value !== "") address.searchParams.set(name, value);
    }
    try {
      const answer = await fetch(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const drawn = page.querySelectorAll("[data-drawn]");
      if (mine !== latest || !answer.ok || !drawn.length) return;
      document.querySelectorAll("[data-drawn]").forEach((old, at) => old.replaceWith(drawn[at]));
      window.history.replaceState(null, "", address);
      status.textContent = "Drawn again";
    } catch {
      // Without an answer, the form's button still asks.
    }
  };

  form.addEventListener("change", (event) => {
    // Another scenario has other values: that is another page.
    if (event.target.matches("select")) return form.requestSubmit();
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE_MS);
  });
}
