// An amount opens beside the table it stands in, which stays where it was.

const OPENS = /^\/placements\/[^/]+\/(rate|due)\//;

/** Opens how an amount came about in a panel, unless another tab or window is asked for. */
export function openBeside() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a.oast-amount");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
    if (!link || !plain || link.closest("dialog")) return;
    const address = new URL(link.href);
    if (address.origin !== location.origin || !OPENS.test(address.pathname)) return;
    event.preventDefault();
    try {
      const answer = await fetch(address, { headers: { accept: "text/html" } });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      show(page.querySelector("main"), link);
    } catch {
      location.assign(address);
    }
  });
}

function show(main, link) {
  const panel = document.createElement("dialog");
  panel.className = "oast-panel";
  const title = main.querySelector("h1");
  title.id = "panel-title";
  panel.setAttribute("aria-labelledby", title.id);
  const bar = document.createElement("div");
  bar.className = "oast-panel__bar";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "govuk-button govuk-button--secondary";
  close.textContent = "Close";
  const page = document.createElement("a");
  page.className = "govuk-link";
  page.href = link.href;
  page.textContent = "Open as a page";
  bar.append(close, page);
  const body = document.createElement("div");
  body.append(...main.childNodes);
  panel.append(bar, body);
  document.body.append(panel);
  close.addEventListener("click", () => panel.close());
  panel.addEventListener("click", (event) => event.target === panel && panel.close());
  panel.addEventListener("close", () => {
    panel.remove();
    link.focus();
  });
  panel.showModal();
}
