// How people show who they are: at the council's identity provider, with a passkey, with a code.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, test } from "node:test";

import { accessible, launch, open, sound, WINDOWS, withDevice } from "./browser.mjs";
import { CLIENT_ID, CLIENT_SECRET, startProvider } from "./provider.mjs";
import { serveSmall } from "./server.mjs";
import { invite } from "./steps.mjs";

const STEP_MS = 30_000;

/** The code that an app shows for a secret, so many steps from now (RFC 6238). */
function codeOf(letters, steps = 0) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...letters.replace(/\s/g, "")].map((l) => alphabet.indexOf(l).toString(2).padStart(5, "0"));
  const key = Buffer.from(bits.join("").match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + steps));
  const tag = createHmac("sha1", key).update(counter).digest();
  const from = tag[19] & 15;
  return String((tag.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

async function out(page) {
  await press(page, "Sign out");
  await heading(page, "Sign in");
}

async function byPassword(page, user, password) {
  await page.goto("/sign-in");
  await page.fill("#user", user);
  await page.fill("#password", password);
  await press(page, "Sign in");
}

/** Signs in at the provider, where nobody is signed in yet. */
async function atProvider(page, name) {
  await page.goto("/sign-in");
  await press(page, "Sign in with your council account");
  await page.fill('input[name="login"]', name);
  await page.fill('input[name="password"]', "anything");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  // The provider's own pages want typefaces from elsewhere.
  page.wrong.length = 0;
}

/** Signs in once more, where the provider knows who it is and only asks whether that is meant. */
async function atProviderAgain(page) {
  await press(page, "Sign in with your council account");
  await page.getByRole("button", { name: "Continue" }).click();
}

const roles = (page) => page.locator(".oast-header__role").innerText();

describe("signing on", () => {
  const people = new Map();
  let browser, provider, server;
  const newPage = (window = WINDOWS.desktop) => open(browser, server.address, window);

  before(async () => {
    [browser, provider] = await Promise.all([launch(), startProvider(people)]);
    server = await serveSmall({
      OAST_OIDC_ISSUER: provider.issuer,
      OAST_OIDC_CLIENT_ID: CLIENT_ID,
      OAST_OIDC_CLIENT_SECRET: CLIENT_SECRET,
      OAST_LOCAL_SIGN_IN: "all",
    }, '[groups]\n"Care finance" = ["finance_officer"]\nCommissioning = ["commissioner"]\n');
  });
  after(async () => {
    await Promise.all([browser?.close(), server?.stop()]);
    await provider?.stop();
  });

  /** Has the administrator invite somebody to a home; gives the link. */
  async function invites(page, home, email, standing) {
    await byPassword(page, "adam", server.password);
    const link = await invite(page, { home, name: "Ann Vale", email, standing });
    await accessible(page, "the link");
    await out(page);
    return link;
  }

  test("staff come from the council and have the roles of their groups, which may be taken away", async () => {
    people.set("dora@kent.example", { name: "Dora Finn", groups: ["Care finance", "Everybody"] });
    let page = await newPage();
    await page.goto("/sign-in");
    await accessible(page, "signing in");
    await atProvider(page, "dora@kent.example");
    await page.locator(".oast-header__account", { hasText: "Dora Finn" }).waitFor();
    assert.match(await roles(page), /Finance officer/);
    await page.goto("/pay-runs");
    await heading(page, "Pay runs");
    sound(page, "staff sign in");

    people.get("dora@kent.example").groups = ["Commissioning"];
    await out(page);
    await page.getByRole("link", { name: "sign out of your council account" }).waitFor();
    await atProviderAgain(page);
    await page.locator(".oast-header__account").waitFor();
    assert.match(await roles(page), /Commissioner/);
    assert.doesNotMatch(await roles(page), /Finance/);

    people.get("dora@kent.example").groups = ["Everybody"];
    await out(page);
    await atProviderAgain(page);
    await page.getByText("None of your groups gives you a role in Oast").first().waitFor();
    assert.equal(await page.locator(".oast-header__account").count(), 0);
    await page.context().close();

    // An answer that was used, or that another browser began, opens nothing.
    page = await newPage();
    await page.goto("/sign-in/council/answer?code=x&state=y");
    await page.getByText("was begun in another browser").first().waitFor();
    await page.context().close();
  });

  test("a provider takes up an invitation with a passkey, and signs in with it", async () => {
    const page = await newPage();
    await withDevice(page);
    const link = await invites(page, server.homes[0], "ann@vale.example", "Owner");
    await page.goto(link);
    await heading(page, /^Join /);
    await page.getByText("Adam Green invites you").waitFor();
    await accessible(page, "joining");
    await page.getByLabel("What to call it").fill("Office laptop");
    await press(page, "Set up a passkey");
    await heading(page, "Your homes");
    await accessible(page, "your homes");
    await page.goto(link);
    await page.getByText("This link does not work").waitFor();
    await out(page);

    await press(page, "Use a passkey");
    await page.locator(".oast-header__account", { hasText: "Ann Vale" }).waitFor();
    await page.goto("/account/ways");
    await page.getByRole("rowheader", { name: "Office laptop" }).waitFor();
    await accessible(page, "how you sign in");
    await press(page, "Remove the passkey Office laptop");
    await page.getByText("This is your only way in").first().waitFor();

    // A device that has a passkey already makes no second one.
    await press(page, "Set up a passkey");
    await page.getByText("This device has a passkey for your account already.").waitFor();
    sound(page, "a provider's passkey");
    await out(page);

    // A passkey that is kept elsewhere opens nothing here.
    const stranger = await newPage();
    await withDevice(stranger);
    await stranger.goto("/sign-in");
    await press(stranger, "Use a passkey");
    await stranger.getByText("Nothing was done").waitFor();
    await stranger.context().close();

    await joins(page);
    await page.context().close();
  });

  /** Somebody else, with a password and an app, asks to join; Ann, whose device `ann` has, decides. */
  async function joins(ann) {
    const link = await invites(ann, server.homes[1], "bob@hill.example", "Member");
    const page = await newPage(WINDOWS["no script"]);
    await page.goto(link);
    await page.getByText("I cannot use a passkey").click();
    const letters = await page.locator(".oast-letters").innerText();
    await page.getByLabel("A password").fill("three plain words");
    await page.getByLabel("The password once more").fill("three plain words");
    await page.getByLabel("Code from the app").fill("000000");
    await press(page, "Sign in this way from now on");
    await page.getByText("This is not the code that the app shows now.").first().waitFor();
    assert.equal(await page.locator(".oast-letters").innerText(), letters, "the same secret again");
    await page.getByLabel("A password").fill("three plain words");
    await page.getByLabel("The password once more").fill("three plain words");
    await page.getByLabel("Code from the app").fill(codeOf(letters));
    await press(page, "Sign in this way from now on");
    await heading(page, "Keep these recovery codes");
    const recovery = await page.locator(".oast-codes code").first().innerText();
    await press(page, "I have kept them");
    await heading(page, "Your homes");

    await out(page);
    await byPassword(page, "bob@hill.example", "three plain words");
    await heading(page, "Enter a code");
    await page.getByLabel("Code from the app").fill(codeOf(letters));
    await press(page, "Go on");
    await page.getByText("The code is not right, or was used before").first().waitFor();
    await page.getByLabel("Code from the app").fill(codeOf(letters, 1));
    await press(page, "Go on");
    await page.locator(".oast-header__account").waitFor();

    await page.goto("/account/homes");
    await page.getByLabel("The home’s reference").fill(server.homes[0]);
    await press(page, "Ask the home’s owners");
    await page.getByRole("cell", { name: "asked to join" }).waitFor();
    await page.goto(`/account/homes/${server.homes[0]}`);
    await page.getByText("You do not act for").waitFor();

    await ann.goto("/sign-in");
    await press(ann, "Use a passkey");
    await ann.locator(".oast-header__account").waitFor();
    await ann.goto(`/account/homes/${server.homes[0]}`);
    await accessible(ann, "who acts for a home");
    await ann.getByRole("button", { name: /^Let them in/ }).click();
    await ann.getByRole("heading", { name: "Done", exact: true }).waitFor();
    await page.goto(`/account/homes/${server.homes[0]}`);
    await heading(page, /^Who acts for /);

    // With a recovery code, once.
    await out(page);
    await byPassword(page, "bob@hill.example", "three plain words");
    await page.getByText("I do not have my app").click();
    await page.getByLabel("One of your recovery codes").fill(recovery);
    await press(page, "Go on with a recovery code");
    await page.locator(".oast-header__account").waitFor();
    await page.context().close();
  }

  test("a session that is ended elsewhere is out at its next page", async () => {
    const [here, there] = [await newPage(), await newPage(WINDOWS.phone)];
    await byPassword(here, "adam", server.password);
    await byPassword(there, "adam", server.password);
    await there.goto("/users");
    await heading(there, "Users");
    await here.goto("/account");
    await accessible(here, "the account");
    assert.equal(await here.getByText("This one").count(), 1);
    await here.getByRole("button", { name: /^End the session of / }).click();
    await here.getByRole("heading", { name: "Done", exact: true }).waitFor();
    await there.goto("/users");
    await heading(there, "Sign in");
    await here.goto("/users");
    await heading(here, "Users");
    await Promise.all([here.context().close(), there.context().close()]);
  });
});
