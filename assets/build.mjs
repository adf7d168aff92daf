// Writes the stylesheet and the script of the pages to dist/: `make assets`.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";
import * as sass from "sass";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

rmSync(here("dist"), { recursive: true, force: true });
mkdirSync(here("dist"));

await esbuild.build({
  entryPoints: [here("js/oast.js")],
  outfile: here("dist/oast.js"),
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  minify: true,
  target: "es2020",
});

copyFileSync(here("images/favicon.svg"), here("dist/favicon.svg"));

const { css } = sass.compile(here("scss/oast.scss"), {
  loadPaths: [here("node_modules")],
  style: "compressed",
});
// Last, as `make` takes this file for the sign that all of them are there.
writeFileSync(here("dist/oast.css"), css);
