// The page itself: from its address to a view.

import { h, add, say, tell, fill } from "./dom.js";
import { read, go } from "./state.js";
import { about, parts, open } from "./data.js";
import { hold, facts } from "./facts.js";
import { frontView, aboutView } from "./front.js";
import { setQuestions, prepare } from "./find.js";
import { searchView, prepareTyping } from "./search.js";
import { factView, entityView, sourceView } from "./fact.js";
import { timelineView } from "./timeline.js";
import { standingsView } from "./standings.js";
import { tradeView } from "./trade.js";
import { whereView } from "./where.js";
import { disagreementsView, expectationsView } from "./pairs.js";
import { tablesView, tableView, sqlView } from "./tables.js";
import { copyView } from "./copy.js";

const VIEWS = {
  search: ["Search", searchView], timeline: ["Timeline", timelineView], standings: ["Standings", standingsView], trade: ["Trade", tradeView],
  where: ["Where", whereView], disagreements: ["Disagreements", disagreementsView], expectations: ["Expectations", expectationsView],
  tables: ["Tables", tablesView], sql: ["SQL", sqlView], copy: ["Your copy", copyView], about: [null, aboutView],
};
const PAGES = { fact: factView, entity: entityView, source: sourceView, table: tableView };

const main = () => document.getElementById("main-content");
let ready = false;
let handle = null;
let scrolls = new Map();
let here = 0;

function viewOf(state) {
  const page = Object.keys(PAGES).find((name) => state[name]);
  if (page) return { draw: PAGES[page], name: page === "table" ? "tables" : page };
  if (state.view && VIEWS[state.view]) return { draw: VIEWS[state.view][1], name: state.view };
  return { draw: frontView, name: "front" };
}

function draw({ isFirst = false, scroll = 0 } = {}) {
  const state = read();
  const { draw: view, name } = viewOf(state);
  const out = main();
  if (!ready && view !== frontView) return;
  const fresh = document.createDocumentFragment();
  try {
    const made = h("div", { class: `view view-${name}` });
    handle = view(state, made) ?? null;
    fresh.append(made);
  } catch (error) {
    fresh.append(h("h1", {}, "This view could not be drawn"), h("p", { class: "error", role: "alert" }, say(error.message)));
    console.error(error);
  }
  fill(out, fresh);
  out.setAttribute("aria-busy", String(!ready));
  const heading = out.querySelector("h1");
  document.title = name === "front" ? about().title : `${heading?.textContent.slice(0, 80) ?? name} · ${about().name}`;
  for (const link of document.querySelectorAll("#views a")) {
    if (link.hash === `#view=${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  closeMenu();
  if (!isFirst) {
    keepPlace(scroll);
    if (name !== "search" || document.activeElement?.id !== "find-words") out.focus({ preventScroll: true });
    tell(heading?.textContent ?? "");
  }
}

// An answer or a chart comes after its view is drawn: the place is looked for as the view grows, until it is there or
// the reader moves.
let stopLooking = () => {};
function keepPlace(top) {
  stopLooking();
  let at = 0;
  const look = () => {
    scrollTo({ top, behavior: "instant" });
    at = scrollY;
    if (Math.ceil(at) >= Math.floor(top)) stopLooking();
  };
  const moved = () => Math.abs(scrollY - at) > 1 && stopLooking();
  const growing = new ResizeObserver(look);
  addEventListener("scroll", moved, { passive: true });
  stopLooking = () => {
    growing.disconnect();
    removeEventListener("scroll", moved);
    stopLooking = () => {};
  };
  growing.observe(main());
  look();
}

// Back and forward lead to where the reader was in the page.
function follow() {
  addEventListener("hashchange", () => {
    const known = history.state?.at;
    scrolls.set(here, scrolls.get("now") ?? 0);
    here = known ?? (here + 1);
    if (known === undefined) {
      try {
        history.replaceState({ at: here }, "");
      } catch {
        // Then the view begins at its top.
      }
    }
    draw({ scroll: known === undefined ? 0 : scrolls.get(here) ?? 0 });
    scrolls.set("now", scrollY);
  });
  addEventListener("scroll", () => scrolls.set("now", scrollY), { passive: true });
  try {
    history.scrollRestoration = "manual";
    history.replaceState({ at: 0 }, "");
  } catch {
    // A page inside another may not.
  }
}

function closeMenu() {
  document.getElementById("menu").setAttribute("aria-expanded", "false");
}

function furnish() {
  const nav = document.getElementById("views");
  add(nav, Object.entries(VIEWS).filter(([, [title]]) => title).map(([view, [title]]) => h("a", { href: `#view=${view}` }, title)));
  const menu = document.getElementById("menu");
  menu.addEventListener("click", () => menu.setAttribute("aria-expanded", String(menu.getAttribute("aria-expanded") !== "true")));
  const input = document.getElementById("find-words");
  let waiting = 0;
  const typed = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      if (read().view === "search" && handle?.typed) handle.typed(input.value);
      else if (input.value.trim()) go({ view: "search", q: input.value });
    });
  };
  input.addEventListener("input", typed);
  document.getElementById("find").addEventListener("submit", (event) => {
    event.preventDefault();
    typed();
  });
  // Paper has no button for the rest of a text.
  addEventListener("beforeprint", () => document.querySelectorAll("main button.whole").forEach((button) => button.click()));
  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    main().focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      input.focus();
    }
  });
}

// Does a piece of work at a time when nothing else is to be done and the reader rests: between two letters a piece would
// make the second wait. With many facts a piece takes long.
const [MANY, REST, LONG_REST] = [10_000, 250, 1000];
function atLeisure(work) {
  const rest = facts().length > MANY ? LONG_REST : REST;
  let touched = -rest;
  for (const kind of ["keydown", "input", "pointerdown"]) addEventListener(kind, () => (touched = performance.now()), { capture: true, passive: true });
  const later = () => (globalThis.requestIdleCallback ?? setTimeout)(next);
  const next = () => {
    const left = touched + rest - performance.now();
    if (left > 0) setTimeout(later, left);
    else if (!work.next().done) later();
  };
  later();
}

export async function start() {
  furnish();
  follow();
  if (viewOf(read()).draw === frontView) draw({ isFirst: true });
  else fill(main(), h("p", { class: "quiet" }, "Opening the database …"));
  performance.mark("front");
  try {
    // The first view is painted before the work begins.
    await new Promise((next) => setTimeout(next));
    hold(await open(await parts()));
  } catch (error) {
    fill(main(), h("h1", {}, "The database could not be opened"), h("p", { class: "error", role: "alert" }, say(error.message)),
      h("p", {}, "This page needs a browser of 2023 or later, with WebAssembly."));
    main().setAttribute("aria-busy", "false");
    console.error(error);
    return;
  }
  setQuestions(about().search);
  ready = true;
  performance.mark("ready");
  const input = document.getElementById("find-words");
  if (viewOf(read()).draw !== frontView) draw({ isFirst: true });
  else if (input.value.trim()) go({ view: "search", q: input.value });
  main().setAttribute("aria-busy", "false");
  // What is drawn is painted first.
  await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
  // A key that is pressed between two pieces is answered then.
  for (const piece of prepare()) await new Promise((next) => setTimeout(next, 0, piece));
  performance.mark("searchable");
  atLeisure(prepareTyping());
}
