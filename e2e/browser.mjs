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

export const launch = () => chromium.launch({ executablePath, args: ["--no-sandbox"] });

/** A page of its own, which remembers what went wrong in it. */
export async function open(browser, address, options = WINDOWS.desktop) {
  const context = await browser.newContext({ ...options, baseURL: address });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.wrong = [];
  page.scripted = options.javaScriptEnabled !== false;
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

/** Nothing that stands in the way of somebody, by WCAG 2.2 AA and good practice. */
export async function accessible(page, where) {
  // The engine cannot run where no script runs; the page it is sent is the same.
  if (!page.scripted) return;
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  const told = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.slice(0, 3).map((node) => node.html).join("\n    ")}`,
  );
  assert.equal(told.length, 0, `${where}\n  ${told.join("\n  ")}`);
}

/** Nothing is cut off at the side: what is wide scrolls within itself. */
export async function fits(page, where) {
  const over = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  assert.ok(over <= 0, `${where} is ${over} pixels too wide`);
}

export function sound(page, where) {
  assert.deepEqual(page.wrong, [], where);
}
