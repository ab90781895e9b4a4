// Work apart from the page: the program of the page again, in a worker that can be stopped.

import { about, parts } from "./data.js";

let program;
const held = new Map();

// The worker of a name: `ask` gives a promise of its answer, `stop` ends it.
export function worker(name) {
  if (held.has(name)) return held.get(name);
  program ??= URL.createObjectURL(new Blob([document.getElementById("program").textContent], { type: "text/javascript" }));
  const made = new Worker(program);
  const waiting = new Map();
  let last = 0;
  let opened;
  const send = (message, transfer = []) =>
    new Promise((answer, refuse) => {
      waiting.set((last += 1), { answer, refuse });
      made.postMessage({ id: last, ...message }, transfer);
    });
  made.onmessage = ({ data: { id, progress, error, ...rest } }) => {
    const one = waiting.get(id);
    if (progress !== undefined) return one?.progress?.(progress);
    waiting.delete(id);
    if (error) one?.refuse(new Error(error));
    else one?.answer(rest.result);
  };
  made.onerror = (event) => {
    event.preventDefault();
    for (const one of waiting.values()) one.refuse(new Error(event.message || "the worker failed"));
    waiting.clear();
    held.delete(name);
  };
  const one = {
    async ask(message, progress) {
      if (message.task === "sql") {
        opened ??= parts().then(({ database, wasm }) => send({ task: "open", database, wasm }, [database.buffer, wasm.buffer]));
        await opened;
      }
      const answer = send(message.task === "sql" ? { ...message, fill: about().search.fill } : message);
      waiting.get(last).progress = progress;
      return answer;
    },
    stop() {
      made.terminate();
      held.delete(name);
      for (const { refuse } of waiting.values()) refuse(new Error("stopped"));
    },
  };
  held.set(name, one);
  return one;
}
