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
/** An address that leads nowhere: the page that says so is a page too. */
export const NOWHERE = "/nowhere";
const TIMEOUT_MS = 15_000;

export const launch = () => chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-lcd-text"] });

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

/** Gives a page a device that has passkeys, with its owner always at hand. */
export async function withDevice(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
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

/** What of a page makes it one of its own: not who looks, nor the key of a form. */
const own = (html) =>
  html
    .replace(/<header.*?<\/header>/s, "")
    .replace(/<nav class="oast-rooms".*?<\/nav>/s, "")
    .replace(/name="form_key" value="[^"]*"/g, "");

/**
 * Goes to a page, and tells its markup and all that is wrong with it, in windows of every width.
 * One that is the same as one among `before` is not looked at again.
 */
export async function look(page, path, before) {
  page.wrong.length = 0;
  const response = await page.goto(path);
  if (!response.headers()["content-type"]?.startsWith("text/html")) return { wrong: [] };
  const wrong = response.ok() || path === NOWHERE ? [] : [`it is answered with ${response.status()}`];
  const html = await response.text();
  if (before.has(own(html))) return { html, wrong, again: true };
  before.add(own(html));
  wrong.push(...(await barriers(page)), ...(await overflow(page)));
  const usual = page.viewportSize();
  for (const [name, window] of Object.entries(NARROW)) {
    await page.setViewportSize(window);
    const over = await overflow(page);
    wrong.push(...over.map((fault) => `${name}: ${fault}`));
  }
  await page.setViewportSize(usual);
  return { html, wrong: [...wrong, ...page.wrong] };
}
