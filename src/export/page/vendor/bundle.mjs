// Makes plot-and-sqlite.js, sqlite3.wasm.gz and LICENCES.txt from the exact versions in package-lock.json, and writes
// their digests: `npm ci --ignore-scripts && node bundle.mjs` in this folder. `cargo build` takes what is committed.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const here = new URL(".", import.meta.url);
const read = (name) => readFileSync(new URL(name, here));

// What the page takes of Observable Plot, and SQLite's own way into the browser.
const entry = `
import sqlite3InitModule from "@sqlite.org/sqlite-wasm";
import { plot, dot, ruleX, ruleY, rectY, text, link, tickX, tip, pointer, axisX, axisY, gridX } from "@observablehq/plot";
globalThis.vendor = {
  sqlite3InitModule,
  Plot: { plot, dot, ruleX, ruleY, rectY, text, link, tickX, axisX, axisY, gridX },
};
`;
const made = await build({
  stdin: { contents: entry, resolveDir: here.pathname, loader: "js" },
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "none",
  metafile: true,
  write: false,
  // The page hands the WebAssembly over; nothing is ever asked for at an address.
  define: { "import.meta.url": JSON.stringify("file:///none/") },
});
// No end of a script element may stand in a script.
const script = made.outputFiles[0].text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
writeFileSync(new URL("plot-and-sqlite.js", here), script);
const wasm = read("node_modules/@sqlite.org/sqlite-wasm/dist/sqlite3.wasm");
writeFileSync(new URL("sqlite3.wasm.gz", here), gzipSync(wasm, { level: 9 }));

// The licence of every package of which something is in the script.
const packages = [...new Set(Object.entries(made.metafile.outputs)
  .flatMap(([, output]) => Object.entries(output.inputs))
  .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  .map(([path]) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
  .filter(Boolean))].sort();
const licences = packages.map((name) => {
  const folder = new URL(`node_modules/${name}/`, here);
  const { version, license, homepage } = JSON.parse(readFileSync(new URL("package.json", folder)));
  const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  const text = file ? readFileSync(new URL(file, folder), "utf8").trim() : `Licence: ${license}. ${homepage ?? ""}`.trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
});
const line = `${"-".repeat(80)}\n\n`;
writeFileSync(new URL("LICENCES.txt", here), licences.join(line));

const files = ["LICENCES.txt", "bundle.mjs", "package.json", "package-lock.json", "plot-and-sqlite.js", "sqlite3.wasm.gz"];
const sums = files.filter((name) => existsSync(new URL(name, here)))
  .map((name) => `${createHash("sha256").update(read(name)).digest("hex")}  ${name}\n`);
writeFileSync(new URL("SHA256SUMS", here), sums.join(""));
