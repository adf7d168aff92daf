// The one script of the pages. Every page works without it.
import { initAll } from "govuk-frontend";

// A browser that runs modules runs all that GOV.UK Frontend needs; it wants to be told so.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
