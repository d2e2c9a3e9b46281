#!/usr/bin/env bash
# Runs decoders under afl-fuzz, guided by the branches that SharpFuzz makes our packages report.
#   eng/fuzz.sh TARGET [SECONDS]   one target (60 seconds unless told); exit code 1 when it finds something
#   eng/fuzz.sh all [SECONDS]      every target, one after another, and a table in artifacts/fuzz/table.md
#   eng/fuzz.sh list               the targets
#   eng/fuzz.sh keep TARGET        adds to the saved corpus what the last run found worth keeping
#   eng/fuzz.sh build              only builds and instruments
# FUZZ_REUSE=1 runs what was built before. Needs the .NET SDK and afl-fuzz (Debian: apt-get install afl++).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
work=artifacts/fuzz
plain=$work/plain/daa-fuzz
program=$work/instrumented/daa-fuzz
corpus=tests/DaaCompute.Net.FuzzTests/corpus
table=$work/table.md

build() {
  if [[ ${FUZZ_REUSE:-} == 1 && -x $program ]]; then
    return
  fi
  rm -rf "$work/plain" "$work/instrumented"
  dotnet publish tools/daa-fuzz -c Release -o "$work/plain" -v q --tl:off
  cp -r "$work/plain" "$work/instrumented"
  "$plain" instrument "$work/instrumented" >"$work/instrumented.log"
}

need_afl() {
  if ! command -v afl-fuzz >/dev/null; then
    echo "fuzz.sh: afl-fuzz was not found; on Debian: apt-get install afl++" >&2
    exit 1
  fi
}

# stat FILE NAME: a value of afl-fuzz's statistics.
stat() { sed -n "s/^$2 *: //p" "$1"; }

# fuzz TARGET SECONDS: one run, its line of the table, and 1 when it found something.
fuzz() {
  local target=$1 seconds=$2 place=$work/runs/$1 stats crashes hangs
  rm -rf "$place"
  mkdir -p "$place/in"
  "$plain" seed "$target" "$place/in"
  if [[ -d $corpus/$target ]]; then
    cp "$corpus/$target"/* "$place/in/"
  fi
  # A program that is killed over and over is no news for a core pattern; the machine's governor is not ours to set.
  AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_NO_UI=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 \
    AFL_FORKSRV_INIT_TMOUT=60000 AFL_SKIP_CRASHES=1 AFL_FAST_CAL=1 \
    afl-fuzz -i "$place/in" -o "$place" -t 5000 -m none -V "$seconds" -- "$program" afl "$target" \
    >"$place/afl.log" 2>&1 || true
  stats=$place/default/fuzzer_stats
  # A true hang ends the run, for all inputs share one process.
  if [[ ! -s $stats ]] || grep -q 'PROGRAM ABORT' "$place/afl.log"; then
    echo "fuzz.sh: $target did not run to its end; the last input is $place/default/.cur_input:" >&2
    tail -n 20 "$place/afl.log" >&2
    return 1
  fi
  crashes=$(stat "$stats" saved_crashes) hangs=$(stat "$stats" saved_hangs)
  printf '| %-22s | %9d | %8.0f | %6d | %6d | %8d |\n' "$target" "$(stat "$stats" execs_done)" \
    "$(stat "$stats" execs_per_sec)" "$(stat "$stats" edges_found)" "$(stat "$stats" corpus_count)" "$((crashes + hangs))" |
    tee -a "$table"
  if ((crashes + hangs > 0)); then
    find "$place/default/crashes" "$place/default/hangs" -name 'id*' -exec "$plain" replay "$target" {} + | head -n 40
    return 1
  fi
}

begin_table() {
  {
    echo '| target                 |    inputs | inputs/s |  edges | corpus | findings |'
    echo '|:-----------------------|----------:|---------:|-------:|-------:|---------:|'
  } | tee "$table"
}

command=${1:-help}
case $command in
  build) build ;;
  list) build && "$plain" list ;;
  keep)
    build
    "$program" minimise "$2" "$work/runs/$2" "$corpus/$2"
    ;;
  all)
    need_afl
    build
    begin_table
    failed=0
    for target in $("$plain" list); do
      fuzz "$target" "${2:-60}" || failed=1
    done
    exit "$failed"
    ;;
  help | -h | --help) sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" ;;
  *)
    need_afl
    build
    fuzz "$command" "${2:-60}"
    ;;
esac
