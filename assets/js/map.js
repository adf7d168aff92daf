// Points out the row of a home whose mark is pointed at or focused, and the mark of such a row.

const homeOf = (link) => {
  const { pathname } = new URL(link.getAttribute("href"), window.location.href);
  return pathname.startsWith("/homes/") ? pathname : undefined;
};

export const initMap = (root) => {
  const byHome = new Map();
  const add = (link, shown) => {
    const home = homeOf(link);
    if (home) byHome.set(home, [...(byHome.get(home) ?? []), shown]);
    return home;
  };
  const listen = (element, home) => {
    const point = (on) => () =>
      byHome.get(home).forEach((shown) => shown.classList.toggle("oast-pointed", on));
    for (const event of ["pointerenter", "focusin"]) element.addEventListener(event, point(true));
    for (const event of ["pointerleave", "focusout"]) element.addEventListener(event, point(false));
  };
  root.querySelectorAll(".oast-map a[href]").forEach((link) => {
    const home = add(link, link);
    if (home) listen(link, home);
  });
  root.querySelectorAll("tbody tr").forEach((row) => {
    const link = row.querySelector("a[href]");
    const home = link && add(link, row);
    if (home) listen(row, home);
  });
};
