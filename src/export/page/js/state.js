// Every state of the page is its address: `#fact=ID`, `#view=timeline&from=2001`.

export const read = () => {
  const text = location.hash.slice(1);
  const state = {};
  for (const [key, value] of new URLSearchParams(text)) if (value !== "") state[key] = value;
  return state;
};

export function address(state) {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(state)) {
    if (value !== undefined && value !== null && value !== "") parameters.set(key, value);
  }
  return `#${parameters}`;
}

// Goes to another state, as a link does.
export const go = (state) => {
  location.hash = address(state);
};

// The state in which the reader is changes with what they type or choose: the back button leads out of it at once.
export function refine(state) {
  try {
    history.replaceState(history.state, "", address(state));
  } catch {
    // A page inside another may not: then its address stays, and the view works all the same.
  }
}

export const factAddress = (id) => address({ fact: id });
export const entityAddress = (id) => address({ entity: id });
export const sourceAddress = (id) => address({ source: id });
