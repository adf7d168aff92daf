// The Nu HTML checker over saved pages.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const jar = createRequire(import.meta.url)("vnu-jar");

/** Keeps pages as the server sent them, to be checked in one go. */
export class Saved {
  #folder = mkdtempSync(join(tmpdir(), "oast-pages-"));
  #pages = new Map();

  add(where, html) {
    const file = join(this.#folder, `${this.#pages.size}.html`);
    writeFileSync(file, html);
    this.#pages.set(file, where);
  }

  check() {
    const args = ["-Xss8m", "-jar", jar, "--format", "json", "--exit-zero-always", ...this.#pages.keys()];
    const { stderr, error } = spawnSync("java", args, { encoding: "utf8", maxBuffer: 1 << 28 });
    assert.ifError(error);
    const { messages } = JSON.parse(stderr);
    const faults = messages
      .filter(({ type }) => type === "error")
      .map(({ url, lastLine, message, extract }) => {
        const where = this.#pages.get(url.replace("file:", ""));
        return `${where}, line ${lastLine}: ${message}\n    ${extract}`;
      });
    rmSync(this.#folder, { recursive: true, force: true });
    const more = faults.length > 12 ? `\n  and ${faults.length - 12} more` : "";
    assert.equal(faults.length, 0, `${faults.slice(0, 12).join("\n  ")}${more}`);
  }
}
