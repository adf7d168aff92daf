// Starts Oast on the example county, each time on a database of its own.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

const target = process.env.CARGO_TARGET_DIR ?? join(homedir(), ".cache", "oast-target");
const program = process.env.OAST ?? join(target, "debug", "oast");
/** The clock stands still, so that pages are the same on every day. */
const AT = "2026-11-23T09:30:00Z";
export const PASSWORD = "oast-demo-2026";

const root = mkdtempSync(join(tmpdir(), "oast-e2e-"));
const example = join(root, "example.sqlite");
process.on("exit", () => rmSync(root, { recursive: true, force: true }));

/** Makes the example county once; every server begins with a copy of it. */
function made() {
  if (!existsSync(example)) {
    const args = ["--quiet", "--at", AT, "--database", example, "demo"];
    const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
    const key = join(root, "signing.key");
    run(["key", "new", "--signing", "kent.gov.uk/oast", key]);
    run(["--at", AT, "--database", example, "audit", "checkpoint", "--signing-key", key]);
  }
  return example;
}

let count = 0;

/** Runs the program to its end. */
function run(args, input) {
  const { status, stderr } = spawnSync(program, ["--quiet", ...args], { encoding: "utf8", input });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
}

/** Starts a server with some arguments; `stop` ends it. */
async function started(args, settings = {}) {
  const env = { ...process.env, ...settings };
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const problems = [];
  child.stderr.on("data", (data) => problems.push(String(data)));
  const address = await new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (data) => {
      said += data;
      const found = /http:\/\/localhost:\d+/.exec(said);
      if (found) resolve(found[0]);
    });
    child.on("exit", (code) => reject(new Error(`oast serve ended with ${code}: ${problems.join("")}`)));
  });
  return {
    address,
    problems,
    stop: () =>
      new Promise((resolve) => {
        child.on("exit", resolve);
        child.kill("SIGTERM");
      }),
  };
}

/** Starts a server on the example county. */
export async function serve() {
  const database = join(root, `county-${count++}.sqlite`);
  copyFileSync(made(), database);
  copyFileSync(`${example}.key`, `${database}.key`);
  return started(["--at", AT, "--database", database, "serve", "--listen", "127.0.0.1:0"]);
}

/**
 * Starts a server on a small county and by the real clock, as codes and passkeys go by that; with
 * an administrator, adam.
 */
export async function serveSmall(settings, groups) {
  const [database, pack, roles] = ["small.sqlite", "small", "roles.toml"].map((name) => join(root, name));
  writeFileSync(roles, groups);
  run(["generate", "--placements", "60", "--out", pack]);
  run(["--at", "2026-04-01T09:00:00Z", "--database", database, "import", pack]);
  const adam = ["user", "add", "adam", "--name", "Adam Green", "--roles", "administrator"];
  run(["--at", "2026-04-01T09:05:00Z", "--database", database, ...adam], `${PASSWORD}\n`);
  const args = ["--database", database, "serve", "--listen", "127.0.0.1:0"];
  const server = await started(args, { ...settings, OAST_OIDC_GROUPS: roles });
  const homes = readFileSync(join(pack, "homes.csv"), "utf8").split("\n").slice(1, 3);
  return {
    ...server,
    homes: homes.map((line) => line.split(",")[0]),
    password: PASSWORD,
  };
}
