#!/usr/bin/env bash
# Kills each command that replaces or makes files at every call by which it makes, writes, syncs, renames,
# links or removes one, and looks at what is left: the database is sound and has the old or the new content,
# each backup and each kept file is sound or, of a damaged one, the same bytes; the second run completes, says
# what it cleared, and leaves no file of the first. Wants strace and the sqlite3 shell.
#
#   cargo build --release && benches/kill_commands.sh          # every call, which takes a while
#   STEP=7 benches/kill_commands.sh restore export             # each seventh call of two of them
#   FAULT=error=ENOSPC benches/kill_commands.sh                # no space instead of a kill; or error=EIO
set -euo pipefail
cd "$(dirname "$0")/.."
sco="${SCO:-$PWD/target/release/sco}"
step="${STEP:-1}"
fault="${FAULT:-signal=SIGKILL}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
# Rehearsals make their folders here.
mkdir base tmp
export TMPDIR="$work/tmp"

"$sco" build --quiet --db base/new.db --exports base/new-exports
sqlite3 base/new.db "VACUUM INTO 'base/old.db'"
sqlite3 base/old.db "UPDATE entities SET note = 'old'"
cp -r base/new-exports base/old-exports
for file in base/old-exports/*.csv; do echo "old" >> "$file"; done
cp base/old.db base/wal.db
# A log that a killed writer has left.
sqlite3 base/wal.db "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; UPDATE entities SET note = 'wal';" \
    ".shell cp base/wal.db base/left.db; cp base/wal.db-wal base/left.db-wal" > /dev/null
head -c 500000 /dev/urandom > base/garbage.db
mkdir base/migrations
echo "-- One.
CREATE TABLE a (x);
INSERT INTO a WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 3000) SELECT printf('%0100d', n) FROM n;" > base/migrations/V001__one.sql

fail() { echo "$name: $call $n: $1"; ls -la; exit 1; }
# All rows, whatever their order; the search index is made of them.
sum() { sqlite3 "$1" .dump 2> /dev/null | grep -v search_index | sort | sha256sum; }
exports_sum() { cat "$1"/*.csv | sha256sum; }
# The state of sco.db: the checksums of what it may hold are the arguments.
sound() {
    [ "$(sqlite3 sco.db 'PRAGMA integrity_check')" = ok ] || fail "sco.db is damaged"
    local now; now="$(sum sco.db)"
    for content in "$@"; do [ "$now" = "$content" ] && return; done
    fail "sco.db is neither old nor new"
}
old="$(sum base/old.db)" new="$(sum base/new.db)" left="$(cp base/left.db base/left2.db; cp base/left.db-wal base/left2.db-wal; sum base/left2.db)"
new_exports="$(exports_sum base/new-exports)"

# Each command: how it starts, what it runs, and what may be left.
start_first_build() { :; }
run_first_build() { "$@" build --quiet --db sco.db --exports exports; }
look_first_build() { [ ! -e sco.db ] || sound "$new"; }
after_first_build() { sound "$new"; [ "$(exports_sum exports)" = "$new_exports" ] || fail "exports"; }

start_build() { cp ../base/old.db sco.db; cp -r ../base/old-exports exports; }
run_build() { "$@" build --quiet --db sco.db --exports exports; }
look_build() { sound "$old" "$new"; whole_exports; }
after_build() { sound "$new"; [ "$(exports_sum exports)" = "$new_exports" ] || fail "exports"; }
# Each export is wholly old or wholly new.
whole_exports() {
    for file in exports/*.csv; do
        cmp -s "$file" "../base/old-exports/${file##*/}" || cmp -s "$file" "../base/new-exports/${file##*/}" || fail "$file is neither old nor new"
    done
}

start_export() { cp ../base/new.db sco.db; cp -r ../base/old-exports exports; }
run_export() { "$@" export --quiet --db sco.db --exports exports; }
look_export() { whole_exports; }
after_export() { [ "$(exports_sum exports)" = "$new_exports" ] || fail "exports"; }

start_fresh() { cp ../base/old.db sco.db; chmod 600 sco.db; }
run_fresh() { "$@" build --fresh --no-exports --quiet --db sco.db; }
look_fresh() { sound "$old" "$new"; [ "$(stat -c %a sco.db)" = 600 ] || fail "the permissions are others"; }
after_fresh() { sound "$new"; cmp -s sco.db ../base/new.db || fail "not the bytes of a first build"; }

start_fresh_log() { cp ../base/left.db sco.db; cp ../base/left.db-wal sco.db-wal; }
run_fresh_log() { run_fresh "$@"; }
look_fresh_log() { sound "$left" "$new"; }
after_fresh_log() { sound "$new"; [ ! -e sco.db-wal ] || fail "a log is left"; }

start_restore() { cp ../base/old.db sco.db; cp ../base/new.db good.db; chmod 600 sco.db; }
run_restore() { "$@" migrate restore good.db --quiet --db sco.db; }
look_restore() { sound "$old" "$new"; kept_is_old; }
after_restore() { sound "$new"; kept_is_old; }
kept_is_old() {
    for file in sco.db.replaced.*.db; do
        [ ! -e "$file" ] || [ "$(sum "$file")" = "$old" ] || [ "$(sum "$file")" = "$new" ] || fail "$file is neither old nor new"
        [ ! -e "$file" ] || [ "$(stat -c %a "$file")" = 600 ] || fail "$file has other permissions"
    done
}

start_restore_log() { start_fresh_log; cp ../base/new.db good.db; }
run_restore_log() { run_restore "$@"; }
look_restore_log() { sound "$left" "$new"; }
after_restore_log() { sound "$new"; }

start_restore_garbage() { cp ../base/garbage.db sco.db; echo log > sco.db-wal; echo journal > sco.db-journal; cp ../base/new.db good.db; }
run_restore_garbage() { run_restore "$@"; }
# What was there is in its place, or whole under another name.
look_restore_garbage() {
    cmp -s sco.db ../base/garbage.db && [ "$(cat sco.db-wal 2> /dev/null) $(cat sco.db-journal 2> /dev/null)" = "log journal" ] && return
    kept_garbage
}
after_restore_garbage() { sound "$new"; kept_garbage; }
kept_garbage() {
    local beside; beside="$(printf 'log\njournal')"
    for file in sco.db.replaced.*.db; do
        cmp -s "$file" ../base/garbage.db && [ "$(cat "$file-wal" "$file-journal" 2> /dev/null)" = "$beside" ] && return
    done
    fail "what was there is nowhere"
}

start_backup() { cp ../base/old.db sco.db; chmod 600 sco.db; }
run_backup() { "$@" migrate backup --quiet --db sco.db; }
look_backup() {
    sound "$old"
    for file in sco.db.backup.*.db; do
        [ ! -e "$file" ] || [ "$(sum "$file")" = "$old" ] || fail "$file is half a backup"
        [ ! -e "$file" ] || [ "$(stat -c %a "$file")" = 600 ] || fail "$file has other permissions"
    done
}
after_backup() { look_backup; }

start_first_up() { cp -r ../base/migrations .; }
run_first_up() { "$@" migrate up --quiet --dir migrations --db sco.db; }
look_first_up() { [ ! -e sco.db ] || [ "$(sqlite3 sco.db 'SELECT count(*) FROM a')" = 3000 ] || fail "half a database"; }
after_first_up() { look_first_up; [ -e sco.db ] || fail "nothing"; }

start_rehearse() { cp ../base/old.db sco.db; }
run_rehearse() { "$@" migrate rehearse --quiet --db sco.db > /dev/null; }
look_rehearse() { sound "$old"; }
after_rehearse() { sound "$old"; [ -z "$(ls -A "$TMPDIR")" ] || fail "a rehearsal's folder is left"; }

start_new() { cp -r ../base/migrations .; }
run_new() { "$@" migrate new next --quiet; }
look_new() { [ ! -e migrations/V002__next.sql ] || [ -s migrations/V002__next.sql ] || fail "an empty migration"; }
after_new() { look_new; [ -e migrations/V002__next.sql ] || fail "no migration"; }

no_litter() {
    local left
    left="$(find . -name '*.sco-draft-*' -o -name '*-journal' ! -name '*.replaced.*' -o -name 'sco.db-wal' -o -name 'sco.db-shm')"
    [ -z "$left" ] || fail "left behind: $left"
    [ ! -e sco.db ] || [ -s sco.db ] || fail "an empty database is left"
}

mkdir run
total=0
for name in ${*:-first_build build export fresh fresh_log restore restore_log restore_garbage backup first_up rehearse new}; do
    faults=0
    for call in openat pwrite64 write fsync,fdatasync ftruncate unlink rename link,linkat fchmod; do
        for ((n = 1; ; n += step)); do
            cd "$work"; rm -rf run tmp; mkdir run tmp; cd run
            "start_$name"
            ran=0
            { "run_$name" strace -f -qq -o ../trace -e trace="$call" -e inject="$call":"$fault":when="$n" "$sco"; } > ../out 2>&1 || ran=$?
            grep -qE 'killed by SIGKILL|INJECTED' ../trace || break
            faults=$((faults + 1))
            "look_$name"
            # With an error instead of a kill the program cleans up itself.
            [ "$fault" = signal=SIGKILL ] || [ "$ran" = 0 ] || grep -q '^error: ' ../out || fail "no error was told: $(cat ../out)"
            "run_$name" "$sco" > ../out 2>&1 || fail "the second run fails: $(cat ../out)"
            "after_$name"
            no_litter
        done
    done
    echo "$name: $faults times"
    total=$((total + faults))
done
echo "$total faults: $fault"
