// What runs in a worker: questions in SQL, and the search for passages in a reader's copy.

import { open } from "./data.js";
import { judge } from "./judge.js";

let db;
let filled = false;
const tasks = {
  open: async (parts) => {
    db = await open(parts);
    return true;
  },
  // One statement; what stands behind its semicolon is not asked.
  sql: ({ sql, most, fill }) => {
    if (!sql.trim()) throw new Error("there is no question");
    if (/search_/i.test(sql) && !filled) {
      db.fill(fill);
      filled = true;
    }
    const answer = db.answer(sql, undefined, most);
    answer.rows = answer.rows.map((row) => row.map((cell) => (cell instanceof Uint8Array ? `x'${[...cell].map((byte) => byte.toString(16).padStart(2, "0")).join("")}'` : cell)));
    return answer;
  },
  judge: ({ copy, citations, sources }, progress) => judge(copy, citations, sources, progress),
};

export function listen() {
  globalThis.onmessage = async ({ data }) => {
    const { id, task, ...rest } = data;
    try {
      const result = await tasks[task](rest, (progress) => globalThis.postMessage({ id, progress }));
      globalThis.postMessage({ id, result });
    } catch (error) {
      globalThis.postMessage({ id, error: String(error?.message ?? error).replace(/^SQLITE_\w+: sqlite3 result code \d+: /, "") });
    }
  };
}
