// Every page that somebody can reach, as each role sees it: accessible, valid, within its window,
// and without a blocked script or style. Then every state that a page has.
import { after, before, test } from "node:test";

import { accessible, fits, launch, open, signIn, sound } from "./browser.mjs";
import { Saved } from "./markup.mjs";
import { serve } from "./server.mjs";

/** Pages of one kind that are looked at: the second may show what the first does not. */
const OF_A_KIND_MAX = 2;
const ROLES = ["audrey", "fiona", "amir", "cara", "bella", "adam"];
const SMALL = { width: 320, height: 640 };

let browser, server;
const saved = new Saved();
before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The kind of page that an address leads to: references and days count as one. */
function kind(path) {
  const { pathname } = new URL(path, "http://oast");
  return pathname
    .split("/")
    .map((part) => (/\d/.test(decodeURIComponent(part)) ? "*" : part))
    .join("/");
}

const skipped = (path) => /[?&]as=/.test(path) || path.startsWith("/assets/") || path.startsWith("/design/pages");

const links = (page) =>
  page.$$eval("a[href]", (all) =>
    all
      .map((link) => new URL(link.href))
      .filter((url) => url.origin === location.origin)
      .map((url) => url.pathname + url.search),
  );

async function look(page, path, how) {
  const response = await page.goto(path);
  if (!response.headers()["content-type"]?.startsWith("text/html")) return;
  saved.add(`${path} (${how})`, await response.text());
  await accessible(page, `${path} (${how})`);
  await fits(page, `${path} (${how})`);
  const { width, height } = page.viewportSize();
  await page.setViewportSize(SMALL);
  await fits(page, `${path} (${how}) at 320 pixels`);
  await page.setViewportSize({ width, height });
  sound(page, `${path} (${how})`);
}

const seen = new Map();
for (const role of ROLES) {
  test(`what ${role} can reach`, { timeout: 600_000 }, async () => {
    const page = await open(browser, server.address);
    await signIn(page, role);
    const queue = [new URL(page.url()).pathname, "/account", "/menu", "/find", "/find?q=linet", "/nowhere"];
    const queued = new Set(queue);
    while (queue.length > 0) {
      const path = queue.shift();
      const count = seen.get(kind(path)) ?? 0;
      if (count >= OF_A_KIND_MAX) continue;
      seen.set(kind(path), count + 1);
      await look(page, path, role);
      for (const next of await links(page)) {
        if (!queued.has(next) && !skipped(next)) {
          queued.add(next);
          queue.push(next);
        }
      }
    }
    await page.context().close();
  });
}

test("what was known on a past day", async () => {
  const page = await open(browser, server.address);
  await signIn(page, "fiona");
  for (const path of ["/homes/H0202", "/placements", "/pay-runs", "/homes"]) {
    await look(page, `${path}?known=2026-06-30`, "as known on 30 June 2026");
  }
  await page.context().close();
});

test("before anybody signs in", async () => {
  const page = await open(browser, server.address);
  await look(page, "/sign-in", "nobody");
  await look(page, "/design", "nobody");
  await page.context().close();
});

test("every state of every page", { timeout: 900_000 }, async () => {
  const page = await open(browser, server.address);
  await page.goto("/design/pages");
  const states = (await links(page)).filter((path) => path.startsWith("/design/pages/"));
  if (states.length === 0) throw new Error("/design/pages leads to no page");
  for (const path of states) await look(page, path, "sample");
  await page.context().close();
});

test("the markup of every page that was looked at", { timeout: 300_000 }, () => saved.check());
