// The database of the page: unpacked, opened by SQLite, and asked.

const slot = (id) => document.getElementById(id).textContent.trim();

export const about = () => JSON.parse(slot("about"));

async function unpacked(id) {
  const text = slot(id);
  const packed = Uint8Array.fromBase64
    ? Uint8Array.fromBase64(text)
    : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// The bytes of the database and of SQLite.
export async function parts() {
  const [database, wasm] = await Promise.all([unpacked("database"), unpacked("wasm")]);
  return { database, wasm };
}

let works;
// How to cite each source: its line, and its BibTeX and RIS entries.
export async function workOf(id) {
  works ??= unpacked("works").then((bytes) => JSON.parse(new TextDecoder().decode(bytes)));
  return (await works)[id];
}

// A database that only answers. It runs in the page and in a worker.
export async function open({ database, wasm }) {
  globalThis.sqlite3ApiConfig = { warn: () => {}, disable: { vfs: { opfs: true } } };
  const sqlite3 = await globalThis.vendor.sqlite3InitModule({
    print: () => {},
    printErr: () => {},
    locateFile: (name) => name,
    instantiateWasm: (imports, ready) => {
      WebAssembly.instantiate(wasm, imports).then(({ instance, module }) => ready(instance, module));
      return {};
    },
  });
  const { capi, wasm: memory, oo1 } = sqlite3;
  const db = new oo1.DB(":memory:");
  const at = memory.allocFromTypedArray(database);
  const code = capi.sqlite3_deserialize(
    db.pointer, "main", at, database.byteLength, database.byteLength,
    capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE,
  );
  db.checkRc(code);
  db.exec("PRAGMA query_only = 1");
  return new Database(db, sqlite3);
}

class Database {
  constructor(db, sqlite3) {
    this.db = db;
    this.sqlite3 = sqlite3;
    this.prepared = new Map();
  }

  // All rows as objects. Parameters are a list, or an object by name without its colon.
  rows(sql, parameters) {
    const { names, rows } = this.answer(sql, parameters);
    return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
  }

  value(sql, parameters) {
    return this.answer(sql, parameters, 1).rows[0]?.[0];
  }

  // The columns and rows, at most so many.
  answer(sql, parameters, most = Infinity) {
    let statement = this.prepared.get(sql);
    if (!statement) this.prepared.set(sql, (statement = this.db.prepare(sql)));
    try {
      this.bind(statement, parameters);
      const [names, rows] = [statement.columnCount ? statement.getColumnNames() : [], []];
      let more = false;
      while (statement.step()) {
        if (rows.length >= most) {
          more = true;
          break;
        }
        if (statement.columnCount) rows.push(statement.get([]).map((cell) => (typeof cell === "bigint" ? Number(cell) : cell)));
      }
      return { names, rows, more };
    } finally {
      statement.reset(true);
    }
  }

  bind(statement, parameters) {
    if (!parameters) return;
    if (Array.isArray(parameters)) {
      parameters.forEach((value, at) => statement.bind(at + 1, value ?? null));
      return;
    }
    for (let at = 1; at <= statement.parameterCount; at++) {
      const name = this.sqlite3.capi.sqlite3_bind_parameter_name(statement.pointer, at);
      statement.bind(at, parameters[String(name).slice(1)] ?? null);
    }
  }

  // Fills the index of the search, which is not in the file.
  fill(statements) {
    // In one piece of memory, since pieces would have to be merged.
    const whole = "INSERT INTO search_words (search_words, rank) VALUES ('hashsize', 67108864)";
    this.db.exec(`PRAGMA query_only = 0; BEGIN; ${whole}; ${statements}; COMMIT; PRAGMA query_only = 1`);
  }

  close() {
    for (const statement of this.prepared.values()) statement.finalize();
    this.db.close();
  }
}
