// What people come to do, in the windows in which they do it, with a script and without.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { accessible, launch, open, signIn, sound, WINDOWS, withDevice } from "./browser.mjs";
import { PASSWORD, serve } from "./server.mjs";
import {
  breakGlass,
  checkRun,
  enterDay,
  invite,
  jobDone,
  openFor,
  pathOf,
  PETRA,
  press,
  proposeRun,
  proposeUplift,
  signOut,
  tabTo,
  takeUp,
  thinkUplift,
} from "./steps.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const [name, window] of Object.entries(WINDOWS)) {
  describe(name, () => {
    let server;
    before(async () => {
      server = await serve();
    });
    after(() => server?.stop());

    test("a broker finds a placement, asks why its rate is what it is, and records a death", async () => {
      const page = await open(browser, server.address, window);
      await signIn(page, "bella");
      await page.getByRole("searchbox").fill("PL0005951-2");
      await page.getByRole("button", { name: "Search" }).click();
      await page.getByRole("heading", { level: 1, name: /PL0005951-2/ }).waitFor();

      await page.getByRole("link", { name: /^Why £/ }).click();
      await page.getByRole("heading", { name: /^Why £.* a week on 23 November 2026\?/ }).waitFor();
      await page.getByRole("heading", { name: "Step by step" }).waitFor();
      await page.getByRole("heading", { name: "What did not apply, and why" }).waitFor();
      await accessible(page, "why");
      await page.goBack();

      await page.getByRole("link", { name: "Record a death" }).click();
      await page.getByRole("button", { name: "See what it changes" }).click();
      await page.getByRole("alert").getByText("Enter the date of death.").waitFor();
      await enterDay(page, 31, 2, 2026);
      await page.getByRole("button", { name: "See what it changes" }).click();
      await page.getByRole("alert").getByText("must be a real date").waitFor();
      assert.equal(await page.getByLabel("Day", { exact: true }).inputValue(), "31");
      await enterDay(page, 28, 9, 2026);
      await page.getByRole("button", { name: "See what it changes" }).click();

      const confirm = page.getByRole("button", { name: /^Record death and recover £[0-9,]+\.[0-9]{2}$/ });
      await confirm.waitFor();
      await accessible(page, "the effect of a death");
      const effect = await confirm.innerText();
      await confirm.click();
      await page.getByRole("heading", { name: "Done", exact: true }).waitFor();
      await page.locator("#timeline").getByText("Died.").waitFor();
      await page.getByText("Ended 28 September 2026").waitFor();
      assert.match(effect, /recover £/);
      sound(page, "the broker's journey");
      await page.context().close();
    });

    test("a run is proposed, checked and approved by three people, and paid", async () => {
      const page = await open(browser, server.address, window);
      await signIn(page, "fiona");
      const run = await proposeRun(page);
      await page.getByRole("heading", { name: "What moved" }).waitFor();
      await page.getByRole("heading", { name: "What stands out" }).waitFor();
      await accessible(page, "a run to check");
      await page.getByText("You proposed it, so somebody else checks it: Amir Wood or Felix Stone.").waitFor();
      assert.equal(await page.getByRole("button", { name: "I have checked this run" }).count(), 0);
      await signOut(page);

      await checkRun(page, run);
      await page.getByText("You checked it, so somebody else approves it: Amir Wood.").waitFor();
      const refused = await page.goto(`${run}/approve`);
      assert.equal(refused.status(), 403);
      await page.goto(run);
      await signOut(page);

      await signIn(page, "amir");
      await page.goto(run);
      await page.getByRole("link", { name: /^Approve [0-9,]+ lines, £/ }).click();
      await accessible(page, "what approving does");
      await page.getByRole("button", { name: /^Approve [0-9,]+ lines, £/ }).click();
      await page.getByRole("heading", { name: "Done", exact: true }).waitFor();
      await page.locator(".oast-tags").getByText("Approved").waitFor();
      await signOut(page);

      await signIn(page, "fiona");
      await page.goto(run);
      await page.getByRole("link", { name: /^Pay £/ }).click();
      await page.getByRole("button", { name: /^Pay £/ }).click();
      await jobDone(page);
      await page.getByText("Reconciles").waitFor();
      await accessible(page, "a paid run");
      sound(page, "a pay run");
      await page.context().close();
    });

    test("an uplift is thought through, proposed, and approved by another person", async () => {
      const page = await open(browser, server.address, window);
      await signIn(page, "cara");
      await thinkUplift(page);
      await page.getByText(/^2\.8% from 1 May 2027 raises /).waitFor();
      await accessible(page, "an uplift before anybody decides");
      const uplift = await proposeUplift(page);
      await signOut(page);

      await signIn(page, "amir");
      await page.goto("/");
      await page.getByRole("link", { name: `Uplift ${uplift.split("/").pop()}` }).first().waitFor();
      await page.goto(uplift);
      await page.getByRole("link", { name: "Approve this uplift" }).click();
      await page.getByRole("button", { name: /^Approve: raise / }).click();
      await page.getByRole("heading", { name: "Done", exact: true }).waitFor();
      await accessible(page, "an uplift that was approved");
      sound(page, "an uplift");
      await page.context().close();
    });

    test("a contract officer looks a term up", async () => {
      const page = await open(browser, server.address, window);
      await signIn(page, "connor");
      await page.goto("/terms");
      await page.getByRole("link", { name: /hospital/i }).first().click();
      await page.locator("main").getByText(/Published|Statute|Assumed|Confirmed/).first().waitFor();
      await accessible(page, "a term");
      sound(page, "a term");
      await page.context().close();
    });
  });
}

/** A test on a server of its own, which is stopped whatever comes of it. */
function alone(name, work) {
  test(name, async () => {
    const server = await serve();
    const page = await open(browser, server.address);
    try {
      await work(page);
    } finally {
      await page.context().close();
      await server.stop();
    }
  });
}

alone("somebody of a home takes up an invitation, and sees their own home and nothing else", async (page) => {
  await signIn(page, "adam");
  const link = await invite(page, PETRA);
  await signOut(page);
  await withDevice(page);
  await takeUp(page, link);
  await page.goto("/");
  await page.getByRole("heading", { level: 1, name: "Your homes" }).waitFor();
  assert.equal(await page.locator("#homes tbody tr").count(), 1);
  await accessible(page, "a provider’s homes");
  await page.getByRole("link", { name: "Halliwell" }).click();
  await page.getByRole("heading", { level: 1, name: "Halliwell" }).waitFor();
  await accessible(page, "a provider’s home");
  await page.locator("#people tbody a").first().click();
  await page.getByRole("heading", { name: "This week" }).waitFor();
  await accessible(page, "a provider’s resident");
  await page.goBack();
  await page.locator("#remittances tbody a").first().click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await accessible(page, "a provider’s remittance");
  const others = ["/homes/H0202", "/your-homes/H0001", "/placements", "/pay-runs", "/find?q=a", "/terms", "/users"];
  for (const other of [...others, "/placements/PL0003759-2", "/audit"]) {
    const refused = await page.goto(other);
    assert.equal(refused.status(), 403, other);
  }
  await accessible(page, "what is not for providers");
  sound(page, "a provider’s own home");
});

alone("a record is opened in an emergency, and auditors are shown it", async (page) => {
  await signIn(page, "bea");
  await page.getByRole("link", { name: "Open a record in an emergency" }).click();
  await page.getByRole("button", { name: "Open the record for one hour" }).click();
  await page.getByRole("alert").getByText("Write why you have to see this record now.").waitFor();
  await accessible(page, "an emergency without a reason");
  await breakGlass(page, "PL0005951-2");
  await accessible(page, "a record opened in an emergency");
  await page.goto("/placements/PL0003759-2");
  await page.getByRole("heading", { level: 1, name: "Open a record in an emergency" }).waitFor();
  assert.equal((await page.goto("/placements")).status(), 403);
  await signOut(page);

  await signIn(page, "audrey");
  await page.getByText("bea opened it, and wrote: The home has flooded").waitFor();
  await page.getByRole("link", { name: "P0005951" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Records opened in an emergency" }).waitFor();
  await accessible(page, "records opened in an emergency");
  sound(page, "an emergency");
});

alone("what a record is opened for is asked once, and written down", async (page) => {
  await signIn(page, "connor");
  await page.goto("/placements/PL0005951-2");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("alert").getByText("Select what you open records for.").waitFor();
  await accessible(page, "what records are opened for");
  await page.getByLabel("Quality of care").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { level: 1, name: /PL0005951-2/ }).waitFor();
  await page.getByText("Opened for: Quality of care").waitFor();
  await page.goto("/placements/PL0003759-2");
  await page.getByText("Opened for: Quality of care").waitFor();
  await signOut(page);
  await signIn(page, "audrey");
  await openFor(page, "Audit");
  await page.goto("/audit/reads?user=connor");
  await page.locator("main tbody").getByText("Quality of care").first().waitFor();
  await page.goto("/audit/1");
  const downloads = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download a proof" }).click();
  const download = await downloads;
  assert.match(download.suggestedFilename(), /^audit-entry-[0-9]+-proof\.json$/);
  sound(page, "what records are opened for");
});

alone("a session that ends loses nothing that was typed", async (page) => {
  await signIn(page, "bella");
  await page.goto("/placements/PL0005951-2/record/death");
  await enterDay(page, 28, 9, 2026);
  await page.context().clearCookies();
  await page.getByRole("button", { name: "See what it changes" }).click();
  await page.getByText("Your session ended").waitFor();
  await page.fill("#user", "bella");
  await page.fill("#password", PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Continue where you were" }).click();
  await page.getByRole("button", { name: /^Record death and recover/ }).waitFor();
});

alone("the search and an amount’s panel are used by keyboard alone", async (page) => {
  await signIn(page, "bella");
  await page.goto("/homes");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.keyboard.type("haliwel");
  await page.locator(".oast-typed a").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Halliwell" }).waitFor();
  const amount = page.locator("#residents a.oast-amount").first();
  await amount.focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog");
  await panel.getByRole("heading", { name: /^Why £/ }).waitFor();
  await accessible(page, "an amount opened beside its table");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  assert.ok(await amount.evaluate((link) => link === document.activeElement));
  sound(page, "by keyboard");
});

alone("a death is recorded, and a run proposed and checked, by keyboard alone", async (page) => {
  await page.goto("/sign-in");
  await tabTo(page, page.locator("#user"));
  await page.keyboard.type("bella");
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("PL0005951-2");
  await page.keyboard.press("Enter");
  await press(page, "link", "Record a death");
  await tabTo(page, page.getByLabel("Day", { exact: true }));
  for (const part of ["28", "9", "2026"]) {
    await page.keyboard.type(part);
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await press(page, "button", /^Record death and recover £/);
  await page.getByRole("heading", { name: "Done", exact: true }).waitFor();
  await signOut(page);

  await signIn(page, "fiona");
  await press(page, "link", "Pay");
  await press(page, "link", "Propose a pay run");
  await press(page, "button", "Propose the run");
  await jobDone(page);
  const run = pathOf(page);
  await signOut(page);

  await signIn(page, "felix");
  await page.goto(run);
  await press(page, "button", "I have checked this run");
  await page.getByRole("heading", { name: "Done", exact: true }).waitFor();
  sound(page, "journeys by keyboard");
});

alone("a form that is sent five times acts once", async (page) => {
  await signIn(page, "bella");
  await page.goto("/placements/PL0005951-2/record/death");
  await enterDay(page, 28, 9, 2026);
  await page.getByRole("button", { name: "See what it changes" }).click();
  await page.getByRole("button", { name: /^Record death/ }).waitFor();
  const fields = await page.$$eval(".oast-confirm input", (all) => all.map(({ name, value }) => [name, value]));
  const data = Object.fromEntries([...fields, ["step", "confirm"]]);
  const send = () => page.request.post(page.url(), { form: data, maxRedirects: 0 });
  const answers = await Promise.all([send(), send(), send(), send(), send()]);
  assert.deepEqual(new Set(answers.map((answer) => answer.status())), new Set([303]));
  await page.goto("/placements/PL0005951-2");
  assert.equal(await page.locator("#timeline").getByText("Died.").count(), 1);
});
