// Lets Lighthouse judge the main pages as a browser shows them to somebody who is signed in.
//
// node lighthouse.mjs --program oast --database county.sqlite --user NAME --password WORDS
// It prints a line of JSON for each page: its scores out of a hundred, and what cost points.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { parseArgs } from "node:util";

import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const PAGES = {
  "Work": "/",
  "Care homes": "/homes",
  "A home": "/homes/H0001",
  "Map": "/map",
  "Placements": "/placements",
  "A placement": "{placement}",
  "Why a rate": "{rate}",
  "Pay runs": "/pay-runs",
  "A pay run": "/pay-runs/PR-0001",
  "Spending": "/spend",
};

const { values: wanted } = parseArgs({
  options: {
    program: { type: "string" },
    database: { type: "string" },
    user: { type: "string" },
    password: { type: "string" },
    chrome: { type: "string", default: process.env.CHROME_PATH ?? "/usr/bin/chromium" },
    layout: { type: "string", default: "desktop" },
  },
});

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function answering(address) {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(address).catch(() => null);
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing answers at ${address}`);
}

async function signIn(origin) {
  const body = new URLSearchParams({ user: wanted.user, password: wanted.password });
  const answer = await fetch(`${origin}/sign-in`, { method: "POST", body, redirect: "manual" });
  const cookie = answer.headers.get("set-cookie");
  if (answer.status !== 303 || !cookie) throw new Error(`${wanted.user} could not sign in: ${answer.status}`);
  return cookie.split(";")[0];
}

// The first link on a page that a pattern fits.
async function linkOn(origin, cookie, path, pattern) {
  const page = await (await fetch(origin + path, { headers: { cookie } })).text();
  const found = page.replaceAll("&#x2f;", "/").match(pattern);
  if (!found) throw new Error(`${path} has no link like ${pattern}`);
  return found[1];
}

// What of a category is not as it should be, in its own words.
function lost(report, category) {
  return report.categories[category].auditRefs
    .filter(({ weight, id }) => weight > 0 && report.audits[id].score !== null && report.audits[id].score < 0.9)
    .map(({ id }) => {
      const { displayValue, title, details } = report.audits[id];
      const first = details?.items?.[0];
      const where = first?.description ?? first?.node?.snippet ?? first?.url ?? "";
      return `${id}: ${displayValue ?? title} ${where}`.trim();
    });
}

const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const server = spawn(
  wanted.program,
  ["--database", wanted.database, "serve", "--listen", `127.0.0.1:${port}`],
  { stdio: "ignore" },
);
const chrome = await launch({
  chromePath: wanted.chrome,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"],
});
try {
  await answering(`${origin}/sign-in`);
  const cookie = await signIn(origin);
  const placement = await linkOn(origin, cookie, "/placements", /href="(\/placements\/[^"/?#]+)"/);
  const rate = await linkOn(origin, cookie, placement, /href="(\/placements\/[^"]+\/rate\/[^"]+)"/);
  for (const [name, address] of Object.entries(PAGES)) {
    const path = address.replace("{placement}", placement).replace("{rate}", rate);
    const settings = { port: chrome.port, onlyCategories: CATEGORIES, extraHeaders: { Cookie: cookie }, logLevel: "error" };
    const layout = wanted.layout === "desktop" ? desktopConfig : undefined;
    let report = (await lighthouse(origin + path, settings, layout)).lhr;
    // A machine that was busy for a moment is no fault of the page.
    if (CATEGORIES.some((category) => report.categories[category].score === null)) {
      report = (await lighthouse(origin + path, settings, layout)).lhr;
    }
    const scores = CATEGORIES.map((category) => [category, Math.round(report.categories[category].score * 100)]);
    const costs = CATEGORIES.flatMap((category) => lost(report, category));
    console.log(JSON.stringify({ page: name, ...Object.fromEntries(scores), costs }));
  }
} finally {
  chrome.kill();
  server.kill();
}
