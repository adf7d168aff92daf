// What somebody does who has to say what care will cost: changes an assumption, saves it, sets it
// against another, follows the budget to what moved, and records a benefit.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { accessible, launch, open, signIn, sound, WINDOWS } from "./browser.mjs";
import { serve } from "./server.mjs";
import { press, tabTo } from "./steps.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Opens the sentences about one thing. */
const opened = (page, about) => page.locator("summary", { hasText: about }).first().click();

/** Changes the number of a sentence, and sees what that does. */
async function change(page, about, label, number) {
  await opened(page, about);
  const field = page.getByLabel(label, { exact: true });
  if (page.scripted) {
    await field.fill("many");
    await field.blur();
    await page.getByRole("alert").getByText("“many”; it is a number").waitFor();
  }
  await field.fill(number);
  // A page with a script draws again by itself; one without has a button for it.
  if (page.scripted) await field.blur();
  else await page.getByRole("button", { name: "Draw again" }).click();
  await page.getByRole("heading", { name: "What the changes cost" }).waitFor();
}

/** The file that a link gives, as text. */
async function taken(page, link) {
  const downloads = page.waitForEvent("download");
  await link.click();
  const download = await downloads;
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

/** The amounts of a file’s column; names may have commas in them, and stand in quotes then. */
function column(text, name) {
  const cells = (row) => row.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, ""));
  const [head, ...rows] = text.replace(/^\ufeff/, "").trim().split(/\r?\n/).map(cells);
  const at = head.indexOf(name);
  assert.ok(at >= 0, `${name} is no column of ${head}`);
  return rows.map((row) => (row[at] === "" ? null : Number(row[at])));
}

for (const [name, window] of Object.entries(WINDOWS)) {
  describe(name, () => {
    let server;
    before(async () => {
      server = await serve();
    });
    after(() => server?.stop());

    test("an assumption is changed, saved with why, and set against no framework", async () => {
      const page = await open(browser, server.address, window);
      await signIn(page, "bea");
      await page.goto("/forecast");
      await change(page, "How long people stay", "People leave", "1.2");
      await page.locator("#effects").getByRole("cell", { name: "The change" }).waitFor();
      await accessible(page, "a forecast with a changed number");

      await page.getByLabel("Why save this scenario?").fill("What if people leave sooner");
      await page.getByLabel("Name of a new scenario").fill("Sooner");
      await page.getByRole("button", { name: "Save as a new scenario" }).click();
      await page.getByRole("heading", { level: 1, name: "Saved scenarios" }).waitFor();
      await page.getByRole("link", { name: "Sooner" }).click();
      // What was saved is what was shown.
      await page.getByText("leaving = 1.2").waitFor();
      await page.getByText("What if people leave sooner").waitFor();

      await page.getByRole("link", { name: "Set it against another" }).click();
      await page.getByRole("heading", { level: 1, name: "Option against option" }).waitFor();
      await page.getByText("“Sooner, version 1” costs").waitFor();
      await page.getByLabel("First", { exact: true }).selectOption("no-framework");
      await page.getByRole("button", { name: "Show" }).click();
      await page.getByText("than “No framework” over 48 months").waitFor();
      await page.getByText("People leave 1.2 times as fast as the record shows.").waitFor();
      await page.getByText("The order matters").waitFor();
      await accessible(page, "option against option");

      await page.locator("summary", { hasText: "From the first to the second" }).click();
      const link = page.locator("#steps").getByRole("link", { name: "CSV" });
      const file = await taken(page, link);
      assert.match(file.name, /\.csv$/);
      const [more, totals] = ["more", "total"].map((each) => column(file.text, each));
      const steps = more.slice(1, -1);
      assert.equal(steps.length, 2, file.text);
      assert.equal(totals[0] + steps[0] + steps[1], totals.at(-1), file.text);
      assert.equal(steps[0] + steps[1], more.at(-1), file.text);
      sound(page, "a scenario against another");
      await page.context().close();
    });

    test("a budget opens to what moved, and a benefit is recorded and measured", async () => {
      const page = await open(browser, server.address, window);
      await signIn(page, "bea");
      await page.goto("/budget");
      await page.getByRole("heading", { name: "What moved" }).waitFor();
      await page.locator("figure a:visible", { hasText: "Placements that began" }).first().click();
      await page.getByRole("heading", { level: 1, name: /^Placements that began, from / }).waitFor();
      await accessible(page, "what is behind a step");

      await page.goto("/budget/benefits");
      await page.getByRole("link", { name: "Record a benefit" }).click();
      await page.getByRole("button", { name: "Record the benefit" }).click();
      await page.getByRole("alert").getByText("Enter what the benefit is called.").waitFor();
      await accessible(page, "a benefit with nothing typed");
      await page.getByLabel("What it is called").fill("Beds block booked");
      await page.getByLabel("Owner").fill("Cara, commissioner");
      await page.getByLabel("Per cent").check();
      await page.getByLabel("How it is measured").fill("Beds under a block contract, of all beds used");
      await page.getByLabel("Target (optional)").fill("6");
      await page.getByLabel("Where baseline and target are from").fill("The plan of 2026");
      await page.getByRole("button", { name: "Record the benefit" }).click();
      await page.getByRole("heading", { level: 1, name: "Beds block booked" }).waitFor();

      await page.getByLabel("Value, in per cent").fill("4.5");
      await page.getByLabel("Where it is from").fill("The contracts of November");
      await page.getByRole("button", { name: "Record the value" }).click();
      await page.getByText("Beds block booked: 4.5% on 23 November 2026; the target is 6%").first().waitFor();
      await accessible(page, "a benefit that was measured");
      sound(page, "the budget and its benefits");
      await page.context().close();
    });
  });
}

test("two options are chosen and read by keyboard alone", async () => {
  const server = await serve();
  try {
    const page = await open(browser, server.address);
    await signIn(page, "bea");
    await page.goto("/forecast");
    await press(page, "link", "Option against option");
    await page.getByRole("heading", { level: 1, name: "Option against option" }).waitFor();
    const second = page.getByLabel("Second", { exact: true });
    await tabTo(page, second);
    await page.keyboard.type("No more");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("over 48 months").waitFor();
    assert.match(page.url(), /second=no-growth/);
    await tabTo(page, page.locator("summary", { hasText: "From the first to the second" }));
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("#steps").isVisible());
    await page.goto("/forecast/demand");
    const dover = page.locator(".oast-chart--wide a", { hasText: "Dover" });
    await tabTo(page, dover);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/map?district=Dover*");
    sound(page, "options by keyboard");
    await page.context().close();
  } finally {
    await server.stop();
  }
});
