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

// The codes of SQLite for what a step gave, and for what a cell holds.
const [ROW, DONE] = [100, 101];
const [INTEGER, REAL, TEXT, BLOB] = [1, 2, 3, 4];
const utf8 = new TextDecoder();

class Database {
  constructor(db, sqlite3) {
    this.db = db;
    this.sqlite3 = sqlite3;
    // Cells are read through the functions of SQLite itself: those of its library look at each argument first.
    this.sqlite = sqlite3.wasm.exports;
    this.prepared = new Map();
  }

  // All rows as objects. Parameters are a list, or an object by name without its colon.
  rows(sql, parameters) {
    const { names, rows } = this.answer(sql, parameters);
    return rows.map((row) => {
      const one = {};
      for (let at = 0; at < names.length; at++) one[names[at]] = row[at];
      return one;
    });
  }

  value(sql, parameters) {
    return this.answer(sql, parameters, 1).rows[0]?.[0];
  }

  // The columns and rows, at most so many.
  answer(sql, parameters, most = Infinity) {
    const statement = this.statement(sql);
    const [names, rows] = [statement.columnCount ? statement.getColumnNames() : [], []];
    const more = this.ask(statement, parameters, (at) => rows.length < most && rows.push(this.row(at, names.length)));
    return { names, rows, more };
  }

  // The first column of all rows, where it holds whole numbers and nothing else.
  numbers(sql, parameters) {
    const found = [];
    this.ask(this.statement(sql), parameters, (at) => found.push(this.sqlite.sqlite3_column_int(at, 0)));
    return Int32Array.from(found);
  }

  statement(sql) {
    if (!this.prepared.has(sql)) this.prepared.set(sql, this.db.prepare(sql));
    return this.prepared.get(sql);
  }

  // Hands each row to `take` until that gives nothing: then there are more.
  ask(statement, parameters, take) {
    const at = statement.pointer;
    try {
      this.bind(statement, parameters);
      let code;
      while ((code = this.sqlite.sqlite3_step(at)) === ROW) if (!take(at)) return true;
      if (code !== DONE) this.db.checkRc(code);
      return false;
    } finally {
      statement.reset(true);
    }
  }

  row(statement, length) {
    const cells = new Array(length);
    for (let at = 0; at < length; at++) cells[at] = this.cell(statement, at);
    return cells;
  }

  cell(statement, at) {
    switch (this.sqlite.sqlite3_column_type(statement, at)) {
      case INTEGER:
      case REAL:
        return this.sqlite.sqlite3_column_double(statement, at);
      case TEXT: {
        const from = this.sqlite.sqlite3_column_text(statement, at);
        return utf8.decode(this.bytes(from, this.sqlite.sqlite3_column_bytes(statement, at)));
      }
      case BLOB: {
        const from = this.sqlite.sqlite3_column_blob(statement, at);
        return this.bytes(from, this.sqlite.sqlite3_column_bytes(statement, at)).slice();
      }
      default:
        return null;
    }
  }

  bytes(from, length) {
    return this.sqlite3.wasm.heap8u().subarray(from, from + length);
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

  // Fills a part of the index of the search that is not in the file.
  fill(statements) {
    this.db.exec(`PRAGMA query_only = 0; BEGIN; ${statements}; COMMIT; PRAGMA query_only = 1`);
  }

  close() {
    for (const statement of this.prepared.values()) statement.finalize();
    this.db.close();
  }
}
