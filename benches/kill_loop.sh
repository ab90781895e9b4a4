#!/usr/bin/env bash
# Kills `sco migrate up` at every call by which it makes, writes, syncs, cuts or removes a file, one after
# another, and looks at what is left: the old or the new content, a sound file, a history that tells the
# truth, and a second run that completes. Wants strace and the sqlite3 shell.
#
#   cargo build --release && benches/kill_loop.sh
set -euo pipefail
cd "$(dirname "$0")/.."
sco="$PWD/target/release/sco"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir migrations
cat > migrations/V001__one.sql <<'SQL'
-- One.
CREATE TABLE facts (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
INSERT INTO facts (id, text) WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 2000) SELECT n, printf('%0200d', n) FROM n;
SQL
"$sco" migrate up --dir migrations --db start.db --quiet
cat > migrations/V002__two.sql <<'SQL'
-- Two.
INSERT INTO facts (id, text) SELECT id + 2000, text FROM facts;
SQL
cat > migrations/V003__three.sql <<'SQL'
-- Three.
-- expect: values facts.text
CREATE TABLE facts_new (id INTEGER PRIMARY KEY, text TEXT NOT NULL, length INTEGER);
INSERT INTO facts_new (id, text, length) SELECT id, text || '!', length(text) FROM facts;
DROP TABLE facts;
ALTER TABLE facts_new RENAME TO facts;
CREATE INDEX facts_by_text ON facts (text);
SQL
look="PRAGMA integrity_check; SELECT count(*), sum(length(text)) FROM facts; SELECT group_concat(version) FROM refinery_schema_history; SELECT count(*) FROM sqlite_schema;"
start() { rm -f sco.db*; cp start.db sco.db; }
start; old="$(sqlite3 sco.db "$look")"
"$sco" migrate up --dir migrations --quiet; new="$(sqlite3 sco.db "$look")"
kills=0 olds=0 news=0
for call in openat fsync,fdatasync pwrite64 ftruncate unlink,rename; do
    for ((n = 1; ; n++)); do
        start
        if { strace -f -qq -o /dev/null -e inject="$call":signal=SIGKILL:when="$n" "$sco" migrate up --dir migrations --quiet; } 2> /dev/null; then break; fi
        kills=$((kills + 1))
        # Opening it rolls back what was begun.
        found="$(sqlite3 sco.db "$look")"
        case "$found" in
            "$old") olds=$((olds + 1)) ;;
            "$new") news=$((news + 1)) ;;
            *) echo "killed at $call $n:"; echo "$found"; exit 1 ;;
        esac
        "$sco" migrate up --dir migrations --quiet
        [ "$(sqlite3 sco.db "$look")" = "$new" ] || { echo "killed at $call $n: the second run does not complete"; exit 1; }
        for backup in sco.db.before-*.db; do
            [ ! -e "$backup" ] || [ "$(sqlite3 "$backup" "$look")" = "$old" ] || { echo "killed at $call $n: $backup is not the state before"; exit 1; }
        done
    done
    echo "$call: killed at each of $((n - 1)) calls"
done
echo "$kills kills: $olds left the old content, $news the new"
