// The one script of the pages. Every page works without it.
import { initAll } from "govuk-frontend";

import { initMap } from "./map.js";

// A browser that runs modules runs all that GOV.UK Frontend needs; it wants to be told so.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
document.querySelectorAll(".oast-mapped").forEach(initMap);
