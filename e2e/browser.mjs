// A browser, the windows that people use, and what is looked for on every page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { chromium } from "playwright-core";

import { PASSWORD } from "./server.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

export const WINDOWS = {
  desktop: { viewport: { width: 1300, height: 900 } },
  phone: { viewport: { width: 375, height: 812 }, isMobile: true, hasTouch: true },
  "no script": { viewport: { width: 1300, height: 900 }, javaScriptEnabled: false },
};

/** Windows in which everything still has to fit: half as wide is what zooming to 200% leaves. */
const NARROW = {
  "at 200%": { width: 650, height: 450 },
  "at 320 pixels": { width: 320, height: 640 },
};
const TIMEOUT_MS = 15_000;

export const launch = () => chromium.launch({ executablePath, args: ["--no-sandbox"] });

/** A page of its own, which remembers what went wrong in it. */
export async function open(browser, address, options = WINDOWS.desktop) {
  const context = await browser.newContext({ ...options, baseURL: address });
  context.setDefaultTimeout(TIMEOUT_MS);
  return watched(context, options.javaScriptEnabled !== false);
}

async function watched(context, scripted) {
  const page = await context.newPage();
  page.wrong = [];
  page.scripted = scripted;
  page.another = () => watched(context, scripted);
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  page.on("console", (message) => {
    // A page that is not found on purpose is no fault; a blocked style or script is.
    const says = message.text();
    if (message.type() === "error" && !says.includes("the server responded with a status of 4")) {
      page.wrong.push(says);
    }
  });
  return page;
}

export async function signIn(page, user) {
  await page.goto("/sign-in");
  await page.fill("#user", user);
  await page.fill("#password", PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

/** What stands in somebody's way, by WCAG 2.2 AA and good practice. */
async function barriers(page) {
  // The engine cannot run where no script runs; the page it is sent is the same.
  if (!page.scripted) return [];
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      resultTypes: ["violations"],
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  const places = (nodes) => nodes.slice(0, 3).map(({ html }) => html.slice(0, 300)).join("\n    ");
  return violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${places(nodes)}`);
}

/** What is cut off at the side: whatever is wide must scroll within itself. */
async function overflow(page) {
  const over = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  return over > 0 ? [`it is ${over} pixels too wide`] : [];
}

/** Fails when something stands in somebody's way, or is cut off. */
export async function accessible(page, where) {
  const told = [...(await barriers(page)), ...(await overflow(page))];
  assert.equal(told.length, 0, `${where}\n  ${told.join("\n  ")}`);
}

export function sound(page, where) {
  assert.deepEqual(page.wrong, [], where);
}

/** Goes to a page, and tells its markup and all that is wrong with it, in windows of every width. */
export async function look(page, path) {
  page.wrong.length = 0;
  const response = await page.goto(path);
  if (!response.headers()["content-type"]?.startsWith("text/html")) return { wrong: [] };
  const wrong = response.status() >= 500 ? [`status ${response.status()}`] : [];
  wrong.push(...(await barriers(page)), ...(await overflow(page)));
  const usual = page.viewportSize();
  for (const [name, window] of Object.entries(NARROW)) {
    await page.setViewportSize(window);
    const over = await overflow(page);
    wrong.push(...over.map((fault) => `${name}: ${fault}`));
  }
  await page.setViewportSize(usual);
  return { html: await response.text(), wrong: [...wrong, ...page.wrong] };
}
