// The one script of the pages. Every page works without it.
import { initAll } from "govuk-frontend";

import { focusOnSlash, showWhileTyping } from "./find.js";
import { openBeside } from "./panel.js";
import { initMap } from "./map.js";
import { initPasskey } from "./passkey.js";
import { redrawOnChange } from "./redraw.js";

// A browser that runs modules runs all that GOV.UK Frontend needs; it wants to be told so.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

const search = document.querySelector("[data-find]");
if (search) {
  focusOnSlash(search);
  showWhileTyping(search);
}
openBeside();
document.querySelectorAll(".oast-mapped").forEach(initMap);
document.querySelectorAll("[data-passkey]").forEach(initPasskey);
document.querySelectorAll("[data-redraw]").forEach(redrawOnChange);
