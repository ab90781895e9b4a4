// Opens a page in Firefox, searches in it, goes through its views, asks it in SQL and drops a copy, and says on standard
// error what is wrong:
//
//   node firefox.mjs PAGE EXPECTED.json
//
// Firefox is driven by the commands of WebDriver as it takes them itself (`--marionette`), so that no other program is
// needed between.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { digits, exitIfFaulty, fault, same, soon } from "./faults.mjs";

const [file, expectedFile] = process.argv.slice(2);
const expected = JSON.parse(readFileSync(expectedFile, "utf8"));
const PAGE = pathToFileURL(resolve(file)).href;

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// A profile that asks nothing of any network. What a script of a page fails at, Firefox says on its standard error.
const profile = mkdtempSync(join(tmpdir(), "page-in-firefox-"));
const settings = {
  "marionette.port": 0, "network.proxy.type": 1, "network.proxy.socks": "127.0.0.1",
  "network.proxy.socks_port": 9, "network.proxy.socks_remote_dns": true, "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false, "toolkit.telemetry.enabled": false, "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false, "browser.startup.page": 0,
};
writeFileSync(join(profile, "user.js"), Object.entries(settings).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(""));
const firefox = spawn(process.env.FIREFOX ?? "firefox-esr", ["--headless", "--marionette", "--no-remote", "--profile", profile], { env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: "1" } });
let said = "";
for (const stream of [firefox.stdout, firefox.stderr]) stream.on("data", (part) => (said += part));

// The commands of WebDriver over Firefox's own connection: each message is its length, a colon and JSON.
class Driver {
  async open() {
    const place = join(profile, "MarionetteActivePort");
    for (let tried = 0; !existsSync(place); tried++) {
      if (tried > 600 || firefox.exitCode !== null) throw new Error(`Firefox does not start: ${said.slice(-500)}`);
      await wait(100);
    }
    await wait(100);
    this.waiting = new Map();
    this.last = 0;
    this.rest = Buffer.alloc(0);
    this.socket = connect(Number(readFileSync(place, "utf8")), "127.0.0.1");
    this.socket.on("data", (part) => this.take(part));
    this.socket.on("error", () => {});
    await once(this.socket, "connect");
    await this.ask("WebDriver:NewSession", { capabilities: {} });
  }

  take(part) {
    this.rest = Buffer.concat([this.rest, part]);
    for (;;) {
      const colon = this.rest.indexOf(58);
      if (colon < 0) return;
      const end = colon + 1 + Number(this.rest.subarray(0, colon));
      if (this.rest.length < end) return;
      const message = JSON.parse(this.rest.subarray(colon + 1, end));
      this.rest = this.rest.subarray(end);
      // The greeting is no list.
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message;
      const one = this.waiting.get(id);
      this.waiting.delete(id);
      if (error) one?.refuse(new Error(`${error.error}: ${error.message}`));
      else one?.answer(result);
    }
  }

  ask(name, parameters = {}) {
    const text = JSON.stringify([0, (this.last += 1), name, parameters]);
    return new Promise((answer, refuse) => {
      this.waiting.set(this.last, { answer, refuse });
      this.socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  }

  async run(script, ...args) {
    return (await this.ask("WebDriver:ExecuteScript", { script, args })).value;
  }

  async until(what, script, ...args) {
    for (let tried = 0; tried < 600; tried++) {
      const found = await this.run(`return (${script})`, ...args);
      if (found) return found;
      await wait(100);
    }
    throw new Error(`in a minute nothing came of: ${what}`);
  }

  async find(selector) {
    const { value } = await this.ask("WebDriver:FindElement", { using: "css selector", value: selector });
    return Object.values(value)[0];
  }

  async type(selector, text) {
    await this.ask("WebDriver:ElementSendKeys", { id: await this.find(selector), text });
  }

  async go(hash) {
    // Who listens after the page hears of it after the page.
    const script = `const [hash, done] = arguments, before = location.href;
      addEventListener("hashchange", () => setTimeout(done), { once: true });
      location.hash = hash;
      if (location.href === before) done()`;
    await this.ask("WebDriver:ExecuteAsyncScript", { script, args: [hash] });
  }
}

const driver = new Driver();
try {
  await driver.open();
  await driver.ask("WebDriver:SetWindowRect", { width: 1400, height: 900 });
  await driver.ask("WebDriver:Navigate", { url: PAGE });
  await driver.until("opening", "document.getElementById('main-content').getAttribute('aria-busy') === 'false'");
  same("facts on the front", digits(await driver.run("return document.querySelector('.tallies b').textContent")), expected.facts);
  await driver.type("#find-words", expected.word);
  await driver.until("a search", "location.hash.includes('q=' + arguments[0]) && document.querySelector('main .tally')", expected.word);
  const hits = async () => digits(await driver.run("return document.querySelector('main .tally').textContent"));
  await soon(`hits for ${expected.word}`, hits, expected.hits);
  if (!(await driver.run("return document.querySelectorAll('main mark').length"))) fault("no word is marked");
  for (const hash of expected.states) {
    await driver.go(hash);
    if (!(await driver.run("return document.querySelector('h1')?.textContent"))) fault(`${hash} has no heading`);
    const failed = await driver.run("return document.querySelector('main .error')?.textContent");
    if (failed) fault(`${hash}: ${failed}`);
  }
  await driver.go("#view=trade");
  if (!(await driver.until("a chart", "document.querySelectorAll('.chart svg a').length"))) fault("no chart");
  await driver.go("#view=sql&q=SELECT count(*) FROM v_facts");
  await driver.until("an answer", "document.querySelector('td.n')");
  same("facts counted in SQL", digits(await driver.run("return document.querySelector('td.n').textContent")), expected.facts);
  await driver.go("#view=copy");
  await driver.type("#copy-file", resolve(expected.copy));
  await driver.until("the chosen copy", "document.querySelector('.pane mark')");
  const lit = async () => digits((await driver.run("return document.querySelector('main .view > div .lead').textContent")).split(": ").at(-1).split(" cited")[0]);
  same("passages that light up", await lit(), expected.passages_of_copy);
  // The same dropped.
  await driver.go("#view=about");
  await driver.go("#view=copy");
  await driver.run(`const held = new DataTransfer();
    held.items.add(new File([arguments[0]], "copy.txt", { type: "text/plain" }));
    document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }))`, readFileSync(expected.copy, "utf8"));
  await driver.until("the dropped copy", "document.querySelector('.pane mark')");
  same("passages that light up in what was dropped", await lit(), expected.passages_of_copy);
  await driver.run("document.querySelector('.pane mark').click()");
  if (!(await driver.run("return document.querySelectorAll('.beside .fact').length"))) fault("no fact stands beside a passage");
} catch (error) {
  fault(error.stack);
}
for (const line of said.split("\n")) if (/^JavaScript error: (file|blob):/.test(line)) fault(`Firefox says: ${line}`);
await Promise.race([driver.socket ? driver.ask("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {}) : null, wait(5000)]);
driver.socket?.destroy();
if (firefox.exitCode === null) {
  await Promise.race([once(firefox, "exit"), wait(5000)]);
  if (firefox.exitCode === null) firefox.kill("SIGKILL");
}
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
exitIfFaulty();
process.exit(0);
