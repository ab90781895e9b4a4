// Opens a page in Chromium as a reader does, and says on standard error what is wrong with it:
//
//   node page.mjs views PAGE EXPECTED.json    every view at both widths, against numbers of the database
//   node page.mjs copy PAGE COPY N            drops a copy: so many passages are found in it
//   node page.mjs hostile PAGE IDS.json       every view and these facts, entities and sources; nothing of it may run
//   node page.mjs official PAGE EXPECTED.json official series beside printed figures
//   node page.mjs times PAGE                  how long the first view, searches and other views take
//   node page.mjs pictures PAGE FOLDER        a picture of each view at both widths, light and dark
//
// Chromium is that of the distribution. Each page is offline, and a request to any host is a fault.
import { chromium } from "playwright-core";
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { digits, exitIfFaulty, fault, same, soon } from "./faults.mjs";

const [mode, file, extra, more] = process.argv.slice(2);
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [360, 1400];
const VIEWS = ["search", "timeline", "standings", "trade", "where", "disagreements", "expectations", "tables", "sql", "copy", "about"];
const PAGE = pathToFileURL(resolve(file)).href;
const ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];


const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });

async function tab(width, options = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, offline: true, acceptDownloads: true, ...options });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const at = () => `${width} ${decodeURIComponent(page.url().split("#")[1] ?? "")}`.slice(0, 120);
  page.on("console", (line) => ["error", "warning"].includes(line.type()) && fault(`${at()}: the console says ${line.text()}`));
  page.on("pageerror", (error) => fault(`${at()}: ${error.stack}`));
  page.on("dialog", (dialog) => fault(`${at()}: a dialog says ${dialog.message()}`));
  page.on("request", (request) => /^(file|blob|data):/.test(request.url()) || fault(`${at()}: asks for ${request.url()}`));
  return page;
}

const settled = (page) =>
  page.waitForFunction(() => document.getElementById("main-content").getAttribute("aria-busy") === "false", null, { timeout: 60_000 });

async function open(page, hash = "") {
  await page.goto("about:blank");
  await page.goto(PAGE + hash);
  await settled(page);
}

// Goes to another state of an open page, by an address or as many steps of its history, and waits until it is drawn:
// who listens after the page hears of it after the page.
const arrive = (page, hash, steps = 0) =>
  page.evaluate(([hash, steps]) => new Promise((done) => {
    const before = location.href;
    addEventListener("hashchange", () => requestAnimationFrame(() => setTimeout(done)), { once: true });
    if (steps) history.go(steps);
    else location.hash = hash;
    if (!steps && location.href === before) done();
  }), [hash, steps]);

const move = (page, hash) => arrive(page, hash);
const back = (page) => arrive(page, null, -1);
const forward = (page) => arrive(page, null, 1);

// A question in the address is asked at once, and answered later.
const answered = (page, hash) =>
  hash.startsWith("#view=sql&") && page.waitForFunction(() => !document.querySelector("button.main").disabled, null, { timeout: 60_000 });

// Two frames: what the page does in the next is done.
const painted = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));

// Chromium drops the eleventh download that a page begins within a second and says nothing: a wait after each keeps
// this program, which clicks faster than any reader, below that.
const BETWEEN_DOWNLOADS = 110;

async function download(page, name) {
  const [it] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).first().click()]);
  await page.waitForTimeout(BETWEEN_DOWNLOADS);
  return { name: it.suggestedFilename(), text: readFileSync(await it.path(), "utf8") };
}

// In the light and in the dark, at both widths.
async function lintAll(page, what) {
  const { width, height } = page.viewportSize();
  for (const other of WIDTHS) {
    await page.setViewportSize({ width: other, height });
    for (const colorScheme of ["dark", "light"]) {
      await page.emulateMedia({ colorScheme });
      await fits(page, `${what} at ${other}`);
      await lint(page, `${what} at ${other}, ${colorScheme}`);
    }
  }
  await page.setViewportSize({ width, height });
}

async function lint(page, what) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  for (const one of violations.filter(({ impact }) => ["serious", "critical"].includes(impact)))
    fault(`${what}: ${one.id}: ${one.help}: ${one.nodes.slice(0, 2).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

// Nothing stands beyond the right edge.
async function fits(page, what) {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (beyond > 0) fault(`${what} is ${beyond} pixels wider than its window`);
}

async function front(page, expected) {
  const shown = await page.$$eval(".tallies a", (links) => links.map((link) => [link.querySelector("span").textContent, link.querySelector("b").textContent]));
  for (const [what, key] of [["facts", "facts"], ["cited passages", "passages"], ["disagreements", "disagreements"], ["expectations", "expectations"]])
    same(`the front's ${what}`, digits(shown.find(([name]) => name === what)?.[1]), expected[key]);
}

async function searching(page, expected) {
  await open(page);
  await page.fill("#find-words", expected.word);
  await page.waitForFunction(() => location.hash.startsWith("#view=search"));
  await soon(`hits for ${expected.word}`, async () => digits(await page.textContent("main .tally")), expected.hits);
  const ofEvents = async () => digits(await page.textContent("main .filters option[value=events]"));
  await soon("hits among events, as the choice tells it", ofEvents, expected.hits_in_events);
  const marks = await page.$$eval("main mark", (marks) => marks.length);
  if (!marks) fault("no word is marked");
  await move(page, `#view=search&q=${expected.word}&kind=events`);
  same("hits among events", digits(await page.textContent(".tally")), expected.hits_in_events);
  await move(page, `#view=search&q=${expected.word}`);
  await move(page, "#view=search&status=attributed");
  const twice = await page.$$eval("main .fact", (hits) => hits.filter((hit) => {
    const whose = hit.querySelector(".status bdi")?.textContent;
    return whose && hit.querySelector(".statement").textContent.includes(whose);
  }).length);
  same("hits that name twice who speaks", twice, 0);
  await move(page, `#view=search&q=${expected.word}`);
  const csv = await download(page, "Download CSV");
  same("lines of the search's CSV", csv.text.trimEnd().split("\n").length, expected.hits + 1);
}

// The page finds what `sco search` finds, in the same order.
async function searches(page, expected) {
  await open(page, "#view=search");
  for (const { typed, n, ids } of expected.searches) {
    await move(page, `#view=search&q=${encodeURIComponent(typed)}`);
    same(`hits for ${typed}`, digits(await page.textContent("main .tally")), n);
    const csv = await download(page, "Download CSV");
    same(`the first hits for ${typed}`, csv.text.trimEnd().split("\n").slice(1, ids.length + 1).map((line) => line.split(",")[0]).join(" "), ids.join(" "));
  }
  await move(page, "#view=search&q=kind:nonsense");
  if (!/is no kind of fact or row/.test(await page.textContent("main .none"))) fault("a kind that is none is not named");
}

async function factPage(page, expected) {
  await open(page, `#fact=${expected.fact}`);
  same("the statement", await page.textContent("h1"), expected.statement);
  same("its passages", await page.$$eval(".passages > li", (list) => list.length), expected.passages_of_fact);
  await page.getByLabel("BibTeX").check();
  await page.waitForFunction(() => document.querySelector(".cite pre")?.textContent.startsWith("@"));
  same("its BibTeX", await page.textContent(".cite pre"), expected.bibtex);
  await page.getByLabel("RIS").check();
  await page.waitForFunction(() => document.querySelector(".cite pre")?.textContent.startsWith("TY"));
  same("its RIS", (await page.textContent(".cite pre")).trimEnd(), expected.ris.trimEnd());
  await page.getByLabel("Text").check();
  await page.waitForFunction(() => /Dataset:/.test(document.querySelector(".cite pre")?.textContent));
  same("its reference", await page.textContent(".cite pre"), expected.text);
  await page.click(".passages a");
  await page.waitForFunction(() => document.querySelector(".view-source"));
  await back(page);
  same("the statement, back again", await page.textContent("h1"), expected.statement);
}

async function numbers(page, expected) {
  const tally = async (hash, what, wanted) => {
    await move(page, hash);
    same(what, digits((await page.textContent(".tally")).split(" of ").at(-1)), wanted);
  };
  await tally("#view=timeline", "events", expected.events);
  const when = await page.$$eval(".events .when", (list) => list.map((one) => one.textContent));
  for (const text of when) if (!/^(no date|((by|from|about|perhaps) )*(\d{1,2} )?([A-Za-z]+ )?\d{4}s?( to .*| on)?)$/.test(text)) fault(`a date reads ${text}`);
  if (!when.some((text) => /^by /.test(text))) fault("no event is known by when it was");
  const svg = await download(page, "Save as SVG");
  if (!svg.text.startsWith("<svg") || !svg.name.endsWith(".svg")) fault(`no picture: ${svg.text.slice(0, 80)}`);
  same("events in the chart's CSV", (await download(page, "Save as CSV")).text.trimEnd().split("\n").slice(1)
    .reduce((sum, line) => sum + Number(line.split(",").at(-1)), 0), expected.events_in_chart);
  await tally("#view=timeline&from=2012&to=2012", "events of 2012", expected.events_of_2012);
  await tally("#view=disagreements", "disagreements", expected.disagreements);
  await tally("#view=expectations", "expectations", expected.expectations);
  await tally("#view=expectations&outcome=did+not+happen", "expectations that did not come about", expected.failed);
  await move(page, "#view=standings");
  same("cells of standings", await page.$$eval(".standings a.cell", (cells) => cells.length), expected.standings);
  same("of them stated", await page.$$eval(".standings a.told", (cells) => cells.length), expected.standings_stated);
  await move(page, "#view=trade");
  await page.waitForSelector(".chart svg");
  same("dots of the trade chart", await page.$$eval(".chart svg a circle", (dots) => dots.length), expected.dots);
  same("crosses of the trade chart", await page.$$eval(".chart svg a path", (dots) => dots.length), expected.crosses);
  const picture = (await download(page, "Save as SVG")).text;
  if (!/^<svg/.test(picture)) fault("no picture of the trade");
  // By itself it says what it shows and how to cite it, in colours of its own.
  for (const part of ["Trade of China, 2012", "as printed, where that cannot be right", expected.cite_as]) if (!picture.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").includes(part)) fault(`the picture does not say: ${part}`);
  if (/var\(|<a[ >]/.test(picture)) fault("the picture is not by itself");
  await move(page, "#view=where");
  same("events by place", digits(await page.textContent("main section:last-of-type h2 .n")), expected.on_the_map);
  await move(page, `#entity=${expected.entity}`);
  same("facts that name the entity", digits(await page.textContent(".lead")), expected.facts_of_entity);
  await move(page, `#source=${expected.source}`);
  same("facts that rest on the source", digits(await page.locator("h2", { hasText: "What rests on it" }).locator(".n").textContent()), expected.facts_of_source);
  for (const { name, n } of expected.tables) await tally(`#table=${name}`, `rows of ${name}`, n);
}

async function tableTools(page, expected) {
  await move(page, "#view=tables");
  const first = await page.locator("main section").first().locator("code").allTextContents();
  same("what to begin with", first.join(" "), expected.to_begin_with);
  same("tables and views that are listed", await page.locator("main section li").count(), expected.listed);
  await move(page, "#table=v_facts");
  await page.getByLabel("Filter kind").fill("indicators");
  await soon("rows of a filter", async () => digits((await page.textContent(".tally")).split(" of ")[0]), expected.indicators);
  const csv = await download(page, "Download CSV of what is shown");
  same("its CSV", csv.text.trimEnd().split("\n").length, expected.indicators + 1);
  // Codes stand in quotes, and numbers do not: a spreadsheet would make 4 of 004.
  await move(page, "#table=entity_codes");
  await page.getByLabel("Filter scheme").fill("m49");
  await page.getByLabel("Filter entity_id").fill("AFG");
  await soon("the codes of a filter", async () => digits((await page.textContent(".tally")).split(" of ")[0]), 1);
  const codes = await download(page, "Download CSV of what is shown");
  same("a code in the CSV", codes.text.trimEnd().split("\n")[1].split(",").slice(0, 4).join(","), 'AFG,m49,"004",');
  await move(page, "#table=v_facts");
  await page.getByLabel("Filter kind").fill("indicators");
  await page.getByRole("button", { name: "statement", exact: true }).click();
  await soon("the sort", () => page.getAttribute("th[aria-sort=ascending]", "scope"), "col");
  await page.getByRole("link", { name: "Ask this in SQL" }).click();
  await page.waitForFunction(() => document.querySelector(".view-sql .tally"), null, { timeout: 60_000 });
  same("what the table asks in SQL", await page.inputValue("textarea"), "SELECT *\nFROM v_facts\nWHERE kind LIKE '%indicators%'\nORDER BY statement\nLIMIT 100;");
  same("rows of its answer", digits(await page.textContent(".tally")), Math.min(100, expected.indicators));
  await back(page);
  same("rows of the filter, back again", digits((await page.textContent(".tally")).split(" of ")[0]), expected.indicators);
  const years = await page.$$eval("td[data-column=year]", (cells) => cells.map((cell) => cell.textContent).filter(Boolean));
  if (!years.length || !years.every((year) => /^\d{4}$/.test(year))) fault(`a year reads ${years.find((year) => !/^\d{4}$/.test(year))}`);
  if (!/filter=kind%3Aindicators/.test(page.url()) || !/sort=statement/.test(page.url())) fault(`the table's state is not in ${page.url()}`);
}

async function questions(page, expected) {
  await move(page, "#view=sql");
  const n = await page.$$eval("select option", (options) => options.length - 1);
  same("questions that are ready", n, expected.questions);
  for (let at = 0; at < n; at++) {
    await page.selectOption("select", String(at));
    await page.waitForFunction(() => !document.querySelector("button.main").disabled, null, { timeout: 60_000 });
    const error = await page.$("main .error");
    if (error) fault(`question ${at}: ${await error.textContent()}`);
    else if (!digits(await page.textContent(".tally"))) fault(`question ${at} has no answer`);
  }
  await page.fill("textarea", "SELEKT 1");
  await page.getByRole("button", { name: "Ask" }).click();
  await page.waitForSelector("main .error");
  await page.fill("textarea", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n");
  await page.getByRole("button", { name: "Ask" }).click();
  await page.waitForTimeout(300);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.waitForFunction(() => /stopped/.test(document.querySelector("main .error")?.textContent));
  await page.fill("textarea", "DELETE FROM facts");
  await page.getByRole("button", { name: "Ask" }).click();
  await page.waitForFunction(() => /readonly|read.only/i.test(document.querySelector("main .error")?.textContent), null, { timeout: 20_000 });
}

// Every state of a view is a link, and back leads to what was left, where it was left.
async function roundTrips(page, states, expected) {
  await open(page);
  for (const hash of states) {
    await move(page, "");
    await move(page, hash);
    await answered(page, hash);
    const [title, heading] = [await page.title(), await page.textContent("h1")];
    await page.evaluate(() => scrollTo(0, 400));
    await painted(page);
    const scrolled = await page.evaluate(() => scrollY);
    await move(page, `#fact=${expected.fact}`);
    same(`the fact behind ${hash}`, await page.textContent("h1"), expected.statement);
    same(`where the fact behind ${hash} begins`, await page.evaluate(() => scrollY), 0);
    await back(page);
    same(`the heading of ${hash}, back again`, await page.textContent("h1"), heading);
    await soon(`the place in ${hash}, back again`, () => page.evaluate(() => scrollY), scrolled);
    await back(page);
    same(`what is behind ${hash}`, await page.evaluate(() => location.hash), "");
    await forward(page);
    same(`${hash}, forward again`, await page.textContent("h1"), heading);
    same(`the title of ${hash}, forward again`, await page.title(), title);
  }
}

const active = (page) => page.evaluate(() => {
  const it = document.activeElement;
  return { id: it.id, text: it.textContent.slice(0, 40), isFact: it.matches("a.statement"), isCell: it.matches(".standings a.cell"), outline: getComputedStyle(it).outlineStyle, tag: it.tagName };
});

// With the keyboard alone: from the first tab to a fact and back, through the standings, a table and the menu.
async function keyboard(page) {
  await open(page);
  await page.keyboard.press("Tab");
  same("the first stop", (await active(page)).id, "skip");
  await page.keyboard.press("Enter");
  same("what it leads to", (await active(page)).id, "main-content");
  await page.keyboard.press("/");
  same("what the slash leads to", (await active(page)).id, "find-words");
  await page.keyboard.type("astana");
  await page.waitForFunction(() => location.hash.startsWith("#view=search") && document.querySelector("main .facts a.statement"));
  same("where one types still", (await active(page)).id, "find-words");
  for (let step = 0; step < 40 && !(await active(page)).isFact; step++) {
    await page.keyboard.press("Tab");
    const at = await active(page);
    if (at.tag !== "BODY" && at.outline === "none") fault(`nothing shows that ${at.tag} ${at.text} is chosen`);
  }
  if (!(await active(page)).isFact) fault("no tab leads to a hit");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => /^#(fact|entity|source)=/.test(location.hash));
  await soon("where the reader is then", async () => (await active(page)).id, "main-content");
  // The key for it is the browser's own.
  await back(page);
  if (!(await page.$(".view-search"))) fault("back leads elsewhere than to the search");
  await move(page, "#view=standings");
  await page.focus(".standings a.cell[tabindex='0']");
  await page.keyboard.press("ArrowRight");
  if (!(await active(page)).isCell) fault("the arrow leads nowhere");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".view-fact"));
  await move(page, "#table=v_events");
  await page.focus("th .sort");
  await page.keyboard.press("Space");
  await soon("a sort by key", () => page.getAttribute("th", "aria-sort"), "ascending");
  if (page.viewportSize().width < 768) {
    await page.focus("#menu");
    await page.keyboard.press("Enter");
    await soon("the menu", () => page.isVisible("#views"), true);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash === "#view=search");
    await soon("the menu, once a view is chosen", () => page.isVisible("#views"), false);
  }
}

// On paper: nothing to press, nothing cut off, dark letters on white, and the text is text.
async function printed(page, states) {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const hash of states) {
    await open(page, hash);
    await painted(page);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const seen = await page.evaluate(() => ({
      pressed: [...document.querySelectorAll("button, input, select, nav")].filter((one) => one.getClientRects().length && !one.closest("th, .rest, details, .drop") && getComputedStyle(one).visibility !== "hidden").map((one) => one.outerHTML.slice(0, 80)),
      cut: [...document.querySelectorAll("main *")].filter((one) => /(auto|scroll)/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight + 2).length,
      ink: getComputedStyle(document.body).color, paper: getComputedStyle(document.body).backgroundColor,
    }));
    if (seen.pressed.length) fault(`${hash} on paper has ${seen.pressed[0]}`);
    same(`what is cut off of ${hash} on paper`, seen.cut, 0);
    same(`ink and paper of ${hash}`, `${seen.ink} ${seen.paper}`, "rgb(0, 0, 0) rgb(255, 255, 255)");
    const sheet = await page.pdf({ format: "A4" });
    if (sheet.length < 8000) fault(`${hash} on paper is empty`);
  }
  await page.emulateMedia({ media: "screen", colorScheme: "light" });
}

// What a reader types letter by letter, and each letter alone.
const TYPED = ["astana", "china trade", "shanghai cooperation organisation", "summit 2012", "putin", "uzbekistan", "88.9", "kind:events war",
  "the role of russia in afghanistan", "zzzz", ..."abcdefghijklmnopqrstuvwxyz0123456789кш中ا"];
const beginnings = (text) => [...text].map((_, at) => text.slice(0, at + 1));

// How long each letter takes, once it is pressed: who types does not wait for the page. These run in the page.
async function typing(texts) {
  const input = document.getElementById("find-words");
  const took = [];
  for (const text of texts) {
    for (let letters = 1; letters <= text.length; letters++) {
      const pressed = performance.now() + 30;
      await new Promise((done) => setTimeout(done, 30));
      input.value = text.slice(0, letters);
      input.dispatchEvent(new Event("input"));
      // The page answers in the next frame; this is behind it, once all is laid out.
      await new Promise((done) => requestAnimationFrame(() => done(document.body.offsetHeight)));
      took.push([performance.now() - pressed, input.value]);
    }
  }
  return took;
}

function answer(text) {
  const input = document.getElementById("find-words");
  input.value = text;
  input.dispatchEvent(new Event("input"));
  return new Promise((done) => requestAnimationFrame(() => done(document.body.offsetHeight)));
}

// How long the main thread of a page has worked, in milliseconds of the processor.
async function processorTime(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value * 1000;
}

const modes = {
  async views() {
    const expected = JSON.parse(readFileSync(extra, "utf8"));
    const states = ["", ...VIEWS.map((view) => `#view=${view}`), `#view=search&q=${expected.word}`, "#view=search&q=putni", "#view=search&q=zzzzz",
      `#view=standings&org=${expected.organisation}`, "#view=timeline&from=2012&to=2013", "#view=trade&group=CHN~2012~growth", `#fact=${expected.fact}`,
      `#entity=${expected.entity}`, `#source=${expected.source}`, "#table=v_trade_figures", "#fact=nobody", "#table=nothing",
      "#view=sql&q=SELECT%20*%20FROM%20start_here", "#view=sql&q=SELEKT"];
    for (const width of WIDTHS) {
      const page = await tab(width, { reducedMotion: "reduce" });
      await open(page);
      await front(page, expected);
      for (const hash of states) {
        await open(page, hash);
        await answered(page, hash);
        await painted(page);
        if (!(await page.textContent("h1"))) fault(`${hash} has no heading`);
        if ((await page.$("main .error")) && !/SELEKT/.test(hash)) fault(`${hash}: ${await page.textContent("main .error")}`);
        await fits(page, `${hash} at ${width}`);
        same(`what moves in ${hash}`, await page.evaluate(() => document.getAnimations().length), 0);
        if (width > 1000) await lintAll(page, hash);
      }
      await searching(page, expected);
      if (width > 1000) await searches(page, expected);
      await factPage(page, expected);
      await numbers(page, expected);
      await tableTools(page, expected);
      if (width > 1000) await questions(page, expected);
      if (width > 1000) await printed(page, ["", "#view=standings", "#view=trade", "#view=where", "#view=expectations", `#fact=${expected.fact}`, "#table=v_trade_figures"]);
      if (width > 1000) await roundTrips(page, states.slice(1).filter((hash) => hash !== `#fact=${expected.fact}`), expected);
      await keyboard(page);
      await page.context().close();
    }
  },

  async official() {
    const expected = JSON.parse(readFileSync(extra, "utf8"));
    for (const width of WIDTHS) {
      const page = await tab(width);
      await open(page, `#view=trade&group=${expected.group}`);
      await page.waitForSelector(".chart svg a");
      const signs = await page.$$eval("figure:first-of-type .legend", ([list]) => list.textContent);
      for (const part of ["as printed, where that cannot be right", "what its digits leave open", "official series of China", "official series of the other side"])
        if (!signs.includes(part)) fault(`the legend does not say: ${part}`);
      const told = await page.$$eval("figure:first-of-type a", (links) => links.map((link) => link.getAttribute("aria-label")));
      for (const line of expected.official) same(`dots of ${line}`, told.filter((text) => text.startsWith(line)).length, 1);
      same("official dots", told.filter((text) => /^UN Comtrade/.test(text)).length, expected.official.length);
      same("series by year", await page.$$eval(".pair-charts figure", (list) => list.length), expected.series);
      const csv = (await download(page, "Save as CSV")).text;
      if (!csv.includes(expected.in_csv)) fault(`the CSV does not say ${expected.in_csv}`);
      await lintAll(page, "official series");
      await move(page, `#fact=${expected.fact}`);
      same("series beside the fact", await page.locator("section", { hasText: "Beside official statistics" }).locator("li").count(), expected.beside);
      if (!(await page.textContent("main")).includes(expected.verdict)) fault(`the fact does not say ${expected.verdict}`);
      await page.context().close();
    }
  },

  async copy() {
    const page = await tab(1400);
    await open(page, "#view=copy");
    await page.setInputFiles("#copy-file", extra);
    await page.waitForSelector("main .lead + ul, main .note, main .error:not(:empty)", { timeout: 120_000 });
    const lead = await page.textContent("main .view > div .lead");
    same("passages that light up", digits(lead.split(": ").at(-1).split(" cited")[0]), more);
    await page.click(".pane mark");
    if (!(await page.$$(".beside .fact")).length) fault("no fact stands beside a passage");
    const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie].join());
    same("what is kept", kept, "0,0,");
    await lint(page, "a lit copy");
    for (const [name, bytes, told] of [
      ["a.pdf", "%PDF-1.7\n", "This is a PDF"],
      ["a.odt", "PK\x03\x04", "an OpenDocument text"],
      ["a.zip", "PK\x03\x04", "This is a packed file"],
      ["a.rtf", "{\\rtf1}", "This is an RTF"],
      ["a.mhtml", "From: <Saved by Blink>\r\nX-Long: a\r\n b\r\nMIME-Version: 1.0\r\n\r\nrye", "This is an e-mail"],
      ["a.mht", "\xef\xbb\xbf\nContent-Type: text/html\n\nrye", "This is an e-mail"],
      ["a.txt", "Rye: \xff", "The encoding of this file"],
    ]) {
      await page.setInputFiles("#copy-file", { name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes, "latin1") });
      await soon(`what is said of ${name}`, async () => (await page.textContent("main .view > div")).includes(told), true);
      if (!/sco verify/.test(await page.textContent("main pre"))) fault(`no command for ${name}`);
    }
    // A header behind the headers is text.
    await page.setInputFiles("#copy-file", { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("Subject: rye\n\nContent-Type: none\n") });
    await soon("a text that begins as an e-mail is looked at", async () => (await page.$("main pre")) === null, true);
  },

  async hostile() {
    const { ids, evil, copy } = JSON.parse(readFileSync(extra, "utf8"));
    const asked = encodeURIComponent(evil);
    // What stands where something is missing, refused or not as it was typed, too.
    const fallbacks = [`#fact=${asked}`, `#entity=${asked}`, `#source=${asked}`, `#table=${asked}`, `#view=${asked}`, `#view=search&q=${asked}`, `#view=search&q=kind:${asked}`,
      `#view=search&q=about:${asked}`, `#view=search&q=year:${asked}`, "#view=search&q=scrptt", "#view=search&q=kind:citations script", "#view=search&q=kind:sources script",
      "#view=search&q=kind:entities img", `#view=search&source=${asked}&entity=${asked}&kind=${asked}`, `#view=timeline&from=${asked}&who=${asked}`, `#view=standings&org=${asked}`,
      `#view=where&year=${asked}&org=${asked}`, `#view=trade&group=${asked}`, `#view=disagreements&about=${asked}`, `#view=expectations&outcome=${asked}`,
      `#table=v_facts&filter=kind:${asked}&sort=${asked}`, `#view=sql&q=${encodeURIComponent(`SELECT '${evil.replaceAll("'", "''")}' AS "${evil.replaceAll('"', '""')}"`)}`,
      `#view=sql&q=${asked}`, "#view=sql&q=SELECT%20*%20FROM%20search_rows"];
    const check = async (page, what, mayFail) => {
      const found = await page.evaluate(() => ({
        ran: globalThis.pwned ?? null,
        made: document.querySelectorAll("main img, main iframe, main script, main object, main svg script, main b[onclick], main style, main form").length,
        links: [...document.querySelectorAll("a")].map((link) => link.getAttribute("href")).filter((href) => !/^(#|https?:\/\/)/i.test(href ?? "#")),
        failed: document.querySelector("main [role=alert]")?.textContent,
        isEmpty: !document.querySelector("h1")?.textContent,
      }));
      if (mayFail) found.failed = undefined;
      if (found.ran || found.made || found.links.length || found.failed || found.isEmpty) fault(`${what}: ${JSON.stringify(found)}`);
      await fits(page, what);
    };
    for (const width of WIDTHS) {
      const page = await tab(width);
      for (const hash of ["", ...VIEWS.map((view) => `#view=${view}`), ...ids, ...fallbacks, "#view=search&q=script", "#view=search&q=wwwww", "#table=v_facts", "#table=v_sources", "#table=citations"]) {
        await open(page, hash);
        await answered(page, hash);
        await painted(page);
        await check(page, `${hash.slice(0, 60)} at ${width}`, hash === `#view=sql&q=${asked}`);
      }
      await open(page, "#view=search&q=kind:citations");
      same("passages that are found", digits(await page.textContent("main .tally")) > 0, true);
      await open(page, "#view=copy");
      for (const name of ["evil.html", "evil.txt"]) {
        await page.setInputFiles("#copy-file", { name: `<img src=x onerror=pwned=5>${name}`, mimeType: "text/plain", buffer: Buffer.from(name.endsWith("html") ? `<html><body>${evil}${copy}</body></html>` : `${evil}\n${copy}`) });
        await page.waitForSelector("main .view > div .lead", { timeout: 60_000 });
        for (const mark of await page.$$(".pane mark")) {
          await mark.click();
          break;
        }
        await check(page, `a hostile copy, ${name}, at ${width}`);
      }
      // What is saved is no page, but may be opened as one.
      await open(page, "#view=timeline");
      const chart = page.getByRole("button", { name: "Save as SVG" });
      if (await chart.count()) {
        const { text } = await download(page, "Save as SVG");
        const blank = await page.context().newPage();
        const parsed = await blank.evaluate((text) => {
          const made = new DOMParser().parseFromString(text, "image/svg+xml");
          return made.querySelectorAll("parsererror, script, foreignObject, img, a").length;
        }, text);
        same("markup in a saved picture", parsed, 0);
      }
      await page.context().close();
    }
    const bare = await tab(1400, { javaScriptEnabled: false });
    await bare.goto(PAGE);
    same("elements in the page without its script", await bare.locator("main img, main script, main b").count(), 0);
  },

  async times() {
    const sorted = (list) => list.slice().sort((a, b) => a - b);
    const median = (list) => sorted(list)[Math.floor(list.length / 2)];
    const marks = { "first-contentful-paint": [], ready: [], searchable: [], answered: [] };
    // Each time in a window of its own, which knows nothing of the page yet.
    const once = async (hash, names) => {
      const page = await tab(1400);
      await page.addInitScript(() => new MutationObserver((_, watch) => {
        if (!document.querySelector("main .facts")) return;
        performance.mark("answered");
        watch.disconnect();
      }).observe(document, { subtree: true, childList: true }));
      await page.goto(PAGE + hash);
      await page.waitForFunction((names) => names.every((name) => performance.getEntriesByName(name).length), names);
      for (const name of names) marks[name].push(await page.evaluate((name) => performance.getEntriesByName(name)[0].startTime, name));
      await page.context().close();
    };
    for (let at = 0; at < 5; at++) {
      await once("", ["first-contentful-paint", "ready", "searchable"]);
      // Asked for in its address, the search answers as soon as it can.
      await once("#view=search&q=astana", ["answered"]);
    }
    const first = marks["first-contentful-paint"];
    console.log(`first view: ${Math.round(median(first))} ms; database open: ${Math.round(median(marks.ready))} ms; search ready: ${Math.round(median(marks.searchable))} ms; its hits shown where the page is opened at a search: ${Math.round(median(marks.answered))} ms`);
    const report = (what, took) => {
      const slow = took.filter(([ms]) => ms > 50);
      const [longest, typed] = took.reduce((one, other) => (other[0] > one[0] ? other : one));
      console.log(`${what}, ${took.length} letters: median ${Math.round(median(took.map(([ms]) => ms)))} ms, longest ${Math.round(longest)} ms (${typed}); over 50 ms: ${slow.length}${slow.length ? ": " : ""}${slow.map(([ms, typed]) => `${typed} ${Math.round(ms)}`).join(", ")}`);
    };
    const searchable = (page) => page.waitForFunction(() => performance.getEntriesByName("searchable").length);
    const page = await tab(1400);
    await open(page, "#view=search");
    await searchable(page);
    report("typing", await page.evaluate(typing, TYPED));
    // The same in processor time, which other programs disturb less; with what the page does at leisure meanwhile.
    const other = await tab(1400);
    await open(other, "#view=search");
    await searchable(other);
    const spent = await processorTime(other);
    const took = [];
    for (const text of TYPED.flatMap(beginnings)) {
      await other.evaluate(() => new Promise((done) => setTimeout(done, 30)));
      const before = await spent();
      await other.evaluate(answer, text);
      took.push([(await spent()) - before, text]);
    }
    report("typing, processor time", took);
    await open(other);
    await searchable(other);
    await other.waitForTimeout(1000);
    const before = await spent();
    await other.evaluate(answer, "a");
    await other.waitForSelector("main .facts");
    console.log(`the first letter typed on the front, processor time: ${Math.round((await spent()) - before)} ms`);
    await other.context().close();
    for (const view of VIEWS) {
      const ms = await page.evaluate((view) => {
        const start = performance.now();
        return new Promise((done) => {
          addEventListener("hashchange", () => setTimeout(() => done((document.body.offsetHeight, performance.now() - start))), { once: true });
          location.hash = `#view=${view}`;
        });
      }, view);
      console.log(`view ${view}: ${Math.round(ms)} ms`);
    }
  },

  async pictures() {
    mkdirSync(extra, { recursive: true });
    for (const width of WIDTHS) {
      for (const colorScheme of ["light", "dark"]) {
        const page = await tab(width, { colorScheme });
        for (const view of ["", ...VIEWS]) {
          await open(page, view && `#view=${view}`);
          await page.waitForTimeout(300);
          await page.screenshot({ path: `${extra}/${view || "front"}-${width}-${colorScheme}.png` });
        }
        await page.context().close();
      }
    }
  },
};

await modes[mode]();
await browser.close();
exitIfFaulty();
