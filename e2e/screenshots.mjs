// Pictures of the main pages, for the documents: npm run screenshots.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { launch, open, signIn } from "./browser.mjs";
import { serve } from "./server.mjs";
import { proposeRun } from "./steps.mjs";

const folder = fileURLToPath(new URL("../docs/screenshots/", import.meta.url));
/** Windows in pixels; what is below the highest is left out, so that a picture stays small. */
const WINDOWS = {
  "": { width: 1300, height: 1300 },
  "-phone": { width: 375, height: 2000 },
};
const UPLIFT =
  "/uplifts/new?applies_to=legacy&effective_on-day=1&effective_on-month=5&effective_on-year=2027&percent=2.8&step=check";

/** What each picture shows; the run is the one that waits. */
const pages = (run) => ({
  work: "/",
  find: "/find?q=linet",
  home: "/homes/H0202",
  placement: "/placements/PL0005951-2",
  trace: "/placements/PL0005951-2/rate/2026-11-23",
  "pay-run": run,
  uplift: UPLIFT,
  terms: "/terms",
  spend: "/spend",
  map: "/map",
});

mkdirSync(folder, { recursive: true });
const [browser, server] = await Promise.all([launch(), serve()]);
try {
  const page = await open(browser, server.address);
  await signIn(page, "fiona");
  const run = await proposeRun(page);
  for (const [name, path] of Object.entries(pages(run))) {
    await page.goto(path);
    for (const [suffix, { width, height }] of Object.entries(WINDOWS)) {
      await page.setViewportSize({ width, height: 600 });
      const high = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width, height: Math.min(high, height) });
      await page.screenshot({ path: `${folder}${name}${suffix}.png` });
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
