// What people do, step by step, for whoever needs it done.
import assert from "node:assert/strict";

import { signIn } from "./browser.mjs";

/** Somebody who is to act for a home, the one in which most of the tests look around. */
export const PETRA = { home: "H0202", name: "Petra Vale", email: "petra@vale.example", standing: "Owner" };
/** How often the tabulator is pressed before something counts as out of reach. */
const TABS_MAX = 80;

const main = (page) => page.locator("main");

export const pathOf = (page) => new URL(page.url()).pathname;

export async function signOut(page) {
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in*");
}

/** Goes on by the tabulator until something has the focus. */
export async function tabTo(page, wanted) {
  await wanted.waitFor();
  for (let presses = 0; presses < TABS_MAX; presses += 1) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`the tabulator does not reach ${wanted} within ${TABS_MAX} presses`);
}

/** Opens or presses something by keyboard alone. */
export async function press(page, role, name) {
  await tabTo(page, page.getByRole(role, { name }).first());
  await page.keyboard.press("Enter");
}

/** Fills the three fields of a day. */
export async function enterDay(page, day, month, year) {
  await page.getByLabel("Day", { exact: true }).fill(String(day));
  await page.getByLabel("Month").fill(String(month));
  await page.getByLabel("Year").fill(String(year));
}

/** Says what records are opened for, where somebody's roles have several purposes. */
export async function openFor(page, purpose) {
  await page.goto("/purpose");
  await page.getByLabel(purpose, { exact: true }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { level: 1, name: "Placements" }).waitFor();
}

/** Invites somebody to act for a home, as the administrator who is signed in; gives the link. */
export async function invite(page, { home, name, email, standing }) {
  await page.goto("/invitations");
  await page.getByLabel("The home’s reference").fill(home);
  await page.getByLabel("Their name").fill(name);
  await page.getByLabel("Their email address").fill(email);
  await page.getByLabel(standing).check();
  await page.getByRole("button", { name: "Make an invitation" }).click();
  await page.getByRole("heading", { level: 1, name: "Give them this link" }).waitFor();
  return page.locator(".oast-link").innerText();
}

/** Opens a record in an emergency, as somebody who sees none otherwise. */
export async function breakGlass(page, placement) {
  await page.goto(`/placements/${placement}`);
  assert.equal(await page.getByLabel("Reference of the person").inputValue(), placement);
  await page.getByLabel("Why you have to see it now").fill("The home has flooded, and her family is to be told.");
  await page.getByRole("button", { name: "Open the record for one hour" }).click();
  await page.getByRole("heading", { level: 1, name: new RegExp(placement) }).waitFor();
  await page.getByRole("heading", { name: "Emergency", exact: true }).waitFor();
}

/** Takes an invitation up with a passkey, on a page that has a device. */
export async function takeUp(page, link) {
  await page.goto(link);
  await page.getByRole("heading", { level: 1, name: /^Join / }).waitFor();
  await page.getByLabel("What to call it").fill("Office laptop");
  await page.getByRole("button", { name: "Set up a passkey" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

/** Has a run checked by somebody who did not propose it. */
export async function checkRun(page, run) {
  await signIn(page, "felix");
  await page.goto(run);
  await page.getByRole("button", { name: "I have checked this run" }).click();
  await page.getByRole("heading", { name: "Done", exact: true }).waitFor();
}

/** Proposes a run up to the day that is offered, and waits for it; gives its address. */
export async function proposeRun(page) {
  await page.goto("/pay-runs");
  await page.getByRole("link", { name: "Propose a pay run" }).click();
  await page.getByRole("button", { name: "Propose the run" }).click();
  await jobDone(page);
  return pathOf(page);
}

/** Waits for long work to end, and goes to the run that it was for. */
export async function jobDone(page) {
  const over = page.getByRole("link", { name: "Show the run" });
  for (let tries = 0; tries < 120 && !(await over.count()); tries += 1) {
    assert.equal(await main(page).getByText("Not done").count(), 0, await main(page).innerText());
    await page.waitForTimeout(250);
    await page.goto(pathOf(page));
  }
  await over.click();
  await page.getByRole("heading", { level: 1, name: /^Pay run PR-/ }).waitFor();
}

/** Thinks an uplift of 2.8% through for legacy placements from 1 May 2027. */
export async function thinkUplift(page) {
  await page.goto("/uplifts");
  await page.getByRole("link", { name: "Think through an uplift" }).click();
  await page.getByLabel(/legacy/i).check();
  await enterDay(page, 1, 5, 2027);
  await page.getByLabel("By how much").fill("2.8");
  await page.getByRole("button", { name: "See what it would change" }).click();
  await page.getByRole("heading", { level: 1, name: "An uplift, before anybody decides" }).waitFor();
}

/** Proposes the uplift that was thought through; gives its address. */
export async function proposeUplift(page) {
  await page.getByLabel("Decision that sets it").fill("Key decision 27/00012");
  await page.getByRole("button", { name: /^Propose: raise / }).click();
  await page.getByRole("heading", { name: "Done", exact: true }).waitFor();
  return pathOf(page);
}

/**
 * Leaves something of every kind to look at: a run that waits, an uplift, and a record that was
 * opened in an emergency.
 */
export async function leaveWork(page) {
  await signIn(page, "fiona");
  await proposeRun(page);
  await signOut(page);
  await signIn(page, "cara");
  await thinkUplift(page);
  await proposeUplift(page);
  await signOut(page);
  await signIn(page, "bea");
  await breakGlass(page, "PL0005951-2");
  await signOut(page);
}
