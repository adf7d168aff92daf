// The search in the header: reached by a key, and answered while somebody types.

const PAUSE_MS = 120;
const LETTERS_MIN = 2;

/** `/` goes to the search, unless somebody is typing elsewhere. */
export function focusOnSlash(field) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

/** Shows the nearest results under the field; they are links, and arrows move between them. */
export function showWhileTyping(field) {
  const form = field.form;
  const status = document.createElement("div");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  form.append(status);
  let list = null;
  let timer = 0;
  let latest = 0;

  const close = () => {
    list?.remove();
    list = null;
  };

  const show = (results) => {
    close();
    status.textContent = results.length ? `${results.length} results; arrow down to reach them` : "Nothing found";
    if (!results.length) return;
    list = document.createElement("ul");
    list.className = "oast-typed";
    const known = form.elements.known?.value;
    for (const result of results) {
      const link = document.createElement("a");
      link.href = known ? `${result.href}?known=${known}` : result.href;
      const name = document.createElement("strong");
      name.textContent = result.name;
      const says = document.createElement("span");
      says.className = "oast-hint";
      says.textContent = `${result.kind}: ${result.says}`;
      link.append(name, says);
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    form.append(list);
  };

  const ask = async () => {
    const query = field.value.trim();
    const mine = ++latest;
    if (query.length < LETTERS_MIN) return close();
    const address = new URL(form.action);
    address.searchParams.set("q", query);
    address.searchParams.set("as", "json");
    if (form.elements.known) address.searchParams.set("known", form.elements.known.value);
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" } });
      const { results } = await answer.json();
      if (mine === latest && form.contains(document.activeElement)) show(results);
    } catch {
      // Without an answer, the form still searches.
      close();
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      field.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !list) return;
    event.preventDefault();
    const stops = [field, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    stops[(at + step + stops.length) % stops.length].focus();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
}
