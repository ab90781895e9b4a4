// What the tests of the page say where something is wrong, in whichever browser.

let faults = 0;

export const fault = (text) => {
  faults += 1;
  console.error(`fault: ${text}`);
};

export const same = (what, found, wanted) => String(found) === String(wanted) || fault(`${what}: ${found} instead of ${wanted}`);

export const digits = (text) => Number(String(text).replace(/[^\d]/g, ""));

/** Ends the program where there was a fault. */
export const exitIfFaulty = () => faults && process.exit(1);
