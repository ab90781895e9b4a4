// What the tests of the page say where something is wrong, in whichever browser.

let faults = 0;

export const fault = (text) => {
  faults += 1;
  console.error(`fault: ${text}`);
};

export const same = (what, found, wanted) => String(found) === String(wanted) || fault(`${what}: ${found} instead of ${wanted}`);

/** The same of what the page does in its own time: it is asked again until it says so, or a quarter of a minute is over. */
export async function soon(what, ask, wanted) {
  const end = Date.now() + 15_000;
  for (;;) {
    const found = await ask();
    if (String(found) === String(wanted)) return;
    if (Date.now() > end) return same(what, found, wanted);
    await new Promise((done) => setTimeout(done, 20));
  }
}

export const digits = (text) => Number(String(text).replace(/[^\d]/g, ""));

/** Ends the program where there was a fault. */
export const exitIfFaulty = () => faults && process.exit(1);
