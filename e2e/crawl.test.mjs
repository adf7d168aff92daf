// Every page that somebody can reach, as each role sees it: accessible, valid, within its window,
// and without a blocked script or style. Then every state that a page has.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, look, NOWHERE, open, signIn, WINDOWS, withDevice } from "./browser.mjs";
import { Saved } from "./markup.mjs";
import { serve } from "./server.mjs";
import { invite, leaveWork, openFor, PETRA, signOut, takeUp } from "./steps.mjs";

/** Pages of one kind that are looked at: the second may show what the first does not. */
const OF_A_KIND_MAX = 2;
/** Of these, those that one role looks at. */
const OF_A_ROLE_MAX = 1;
const ROLES = ["audrey", "fiona", "amir", "cara", "bella", "connor", "bea", "adam"];
/** What those open records for who are asked. */
const PURPOSES = { audrey: "Audit", connor: "Quality of care" };
/** Pages that are open side by side. */
const TABS = 3;
/** Faults that are told in full. */
const FAULTS_TOLD_MAX = 20;

let browser, server;
const saved = new Saved();
before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
  const page = await open(browser, server.address);
  await leaveWork(page);
  await page.context().close();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The kind of page that an address leads to: references and days count as one. */
function kind(path) {
  const { pathname, searchParams } = new URL(path, "http://oast");
  const parts = pathname
    .split("/")
    .map((part) => (/\d/.test(decodeURIComponent(part)) || part.includes(".") ? "*" : part));
  return parts.join("/") + (searchParams.has("step") ? "?step" : "");
}

/** Files are taken away and not looked at; the gallery has a test of its own. */
const skipped = (path) =>
  /[?&]as=|\/proof$/.test(path) || path.startsWith("/assets/") || path.startsWith("/design");

const links = (page) =>
  page.$$eval("a[href]", (all) =>
    all
      .map((link) => new URL(link.getAttribute("href"), location))
      .filter((url) => url.origin === location.origin)
      .map((url) => url.pathname + url.search),
  );

/** The pages that were looked at. */
const looked = new Set();

/** Looks at pages, several side by side, and at those that they lead to if `follow` says so. */
async function walk(first, paths, how, follow = () => []) {
  const queue = [...paths];
  const faults = [];
  let busy = 0;
  const visit = async (page) => {
    while (queue.length > 0 || busy > 0) {
      const path = queue.shift();
      if (path === undefined) {
        await page.waitForTimeout(20);
        continue;
      }
      busy += 1;
      try {
        const { html, wrong, again } = await look(page, path, looked);
        if (html && !again) saved.add(`${path} (${how})`, html);
        faults.push(...wrong.map((fault) => `${path} (${how}): ${fault}`));
        queue.push(...follow(html ? await links(page) : []));
      } finally {
        busy -= 1;
      }
    }
  };
  const others = await Promise.all(Array.from({ length: TABS - 1 }, () => first.another()));
  await Promise.all([first, ...others].map(visit));
  await first.context().close();
  const more = faults.length > FAULTS_TOLD_MAX ? `\n  and ${faults.length - FAULTS_TOLD_MAX} more` : "";
  assert.equal(faults.length, 0, `${faults.slice(0, FAULTS_TOLD_MAX).join("\n  ")}${more}`);
}

const seen = new Map();

/** Looks at what somebody who is signed in can reach. */
async function reach(page, who) {
  if (PURPOSES[who]) await openFor(page, PURPOSES[who]);
  await page.goto("/");
  const queued = new Set();
  const seenByRole = new Map();
  const fresh = (paths) =>
    paths.filter((path) => {
      if (queued.has(path) || skipped(path)) return false;
      queued.add(path);
      const [all, own] = [seen.get(kind(path)) ?? 0, seenByRole.get(kind(path)) ?? 0];
      if (own >= OF_A_ROLE_MAX && all >= OF_A_KIND_MAX) return false;
      seen.set(kind(path), all + 1);
      seenByRole.set(kind(path), own + 1);
      return true;
    });
  const searches = (await page.getByRole("searchbox").count()) > 0 ? ["/find", "/find?q=linet"] : [];
  const start = [new URL(page.url()).pathname, "/account", "/menu", ...searches, NOWHERE];
  await walk(page, fresh(start), who, fresh);
}

for (const role of ROLES) {
  test(`what ${role} can reach`, { timeout: 600_000 }, async () => {
    const page = await open(browser, server.address);
    await signIn(page, role);
    await reach(page, role);
  });
}

test("what somebody of a home is invited to, and can reach", { timeout: 600_000 }, async () => {
  const page = await open(browser, server.address);
  await signIn(page, "adam");
  const link = await invite(page, PETRA);
  await signOut(page);
  await walk(await open(browser, server.address), [link], "somebody invited");
  await withDevice(page);
  await takeUp(page, link);
  await reach(page, "petra");
});

test("what was known on a past day", async () => {
  const page = await open(browser, server.address);
  await signIn(page, "fiona");
  const paths = ["/homes/H0202", "/placements", "/pay-runs", "/homes", "/terms", "/uplifts", "/spend"];
  await walk(page, paths.map((path) => `${path}?known=2026-06-30`), "as known on 30 June 2026");
});

test("before anybody signs in", async () => {
  const page = await open(browser, server.address);
  await walk(page, ["/sign-in", "/design"], "nobody");
});

test("every state of every page", { timeout: 600_000 }, async () => {
  const page = await open(browser, server.address, WINDOWS.desktop);
  await page.goto("/design/pages");
  const states = (await links(page)).filter((path) => path.startsWith("/design/pages/"));
  assert.notEqual(states.length, 0, "/design/pages leads to no page");
  await walk(page, ["/design/pages", ...states], "sample");
});

test("the markup of every page that was looked at", { timeout: 300_000 }, () => saved.check());
