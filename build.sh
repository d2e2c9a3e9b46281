#!/usr/bin/env bash
# One command for everything: restore, format check, build, test. `./build.sh help` lists the others.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
solution=DaaCompute.Net.sln
configuration=Release
artifacts=artifacts
# Protocol code is that of the folders Protocol and Wire; every line of it that no test reaches needs a reason.
coverage_bar=90
# Each package is measured by its own tests.
coverage_projects="DaaCompute.Net.Crypto.Tests DaaCompute.Net.Transport.Tests"

help() {
  cat <<'TEXT'
./build.sh                  restore, format check, build (Release, no warnings), test
./build.sh run [args]       the main job: samples/TrainTogether
./build.sh bench [filter]   micro-benchmarks whose name contains the filter
./build.sh scenario NAME    a measured scenario, with its bars
./build.sh simulate [args]  the simulator; without arguments, a sweep over all scenarios
./build.sh pack             NuGet packages with symbols into artifacts/packages
./build.sh fuzz [TARGET] [SECONDS]  decoders under afl-fuzz: one, or all; `list` names them
./build.sh coverage         line coverage of Crypto and Transport; fails below 90 % of the protocol code
./build.sh test             the tests alone, of what is built
./build.sh format           put the format right instead of checking it
TEXT
}

need_sdk() {
  if command -v dotnet >/dev/null 2>&1 && dotnet --version >/dev/null 2>&1; then
    return
  fi
  echo "build.sh: the .NET 10 SDK (10.0.100 or later, see global.json) is needed and was not found." >&2
  echo "Install it from https://dotnet.microsoft.com/download/dotnet/10.0, or on Linux and macOS:" >&2
  echo "  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0" >&2
  exit 1
}

step() { printf '\n== %s\n' "$*"; }

restore() {
  step restore
  dotnet restore "$solution" -v q -maxcpucount:2
}

format() {
  step "format ${1:-}"
  dotnet format whitespace "$solution" --no-restore "$@"
  dotnet format style "$solution" --no-restore --severity warn "$@"
}

build() {
  step build
  dotnet build "$solution" -c "$configuration" --no-restore -v q --tl:off -maxcpucount:2 \
    -warnaserror -warnnotaserror:NU1900 "$@"
}

# Test projects are the folders of tests/ in which a test is written; one without any yet is left alone.
test_projects() {
  local folder
  for folder in tests/*.*/; do
    if grep -rqE --include='*.cs' --exclude-dir=obj --exclude-dir=bin '^\s*\[[A-Za-z]*(Fact|Theory|Property)\b' "$folder"; then
      basename "$folder"
    fi
  done
}

# counter FILE NAME: an attribute of the <Counters> element of a .trx file, 0 where there is none.
counter() {
  local value
  value=$(sed -n "s/.*<Counters .*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" 2>/dev/null | head -n 1)
  echo "${value:-0}"
}

# run_tests PROJECT [args]: runs one project, prints its counts, adds them to the totals. A host that crashed, hung or
# ran nothing counts as one failure more.
run_tests() {
  local project=$1 status=0 trx ran good bad
  shift
  trx="$PWD/$artifacts/tests/$project/$project.trx"
  rm -rf "$artifacts/tests/$project"
  dotnet test "tests/$project" -c "$configuration" --no-build --nologo --results-directory "${trx%/*}" \
    --logger "trx;LogFileName=$project.trx" --logger "console;verbosity=minimal" \
    --blame-hang-timeout 5m --blame-hang-dump-type none "$@" || status=$?
  ran=$(counter "$trx" total)
  good=$(counter "$trx" passed)
  bad=$(counter "$trx" failed)
  if ((ran == 0)); then
    echo "$project: holds tests, but none ran" >&2
    bad=1 ran=1
  elif ((status != 0 && bad == 0)); then
    echo "$project: the test host failed (exit code $status)" >&2
    bad=1 ran=$((ran + 1))
  fi
  summary+=$(printf '%-36s %5d passed %5d failed %5d skipped' "$project" "$good" "$bad" "$((ran - good - bad))")$'\n'
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + ran - good - bad))
}

# run_all_tests PROJECTS [args]: runs the projects one after the other and ends with the counts of all.
run_all_tests() {
  local project projects=$1
  shift
  passed=0 failed=0 skipped=0 summary=
  for project in $projects; do
    step "test $project"
    run_tests "$project" "$@"
  done
  step summary
  printf '%s' "$summary"
  echo "$passed passed, $failed failed, $skipped skipped"
  ((failed == 0 && passed > 0))
}

# Sums the cobertura files of all test projects: a line counts as covered when any project reaches it.
coverage_report() {
  find "$artifacts/tests" -name coverage.cobertura.xml -print0 | xargs -0 cat | awk -v bar="$coverage_bar" '
    function attribute(name,   rest) {
      if (!match($0, " " name "=\"[^\"]*\"")) return ""
      rest = substr($0, RSTART, RLENGTH); sub("^ " name "=\"", "", rest); sub("\"$", "", rest); return rest
    }
    /<package / { package = attribute("name") }
    /<class /   {
      # Paths begin at the deepest folder that the measured packages share, so cut them down to the package.
      file = "/" attribute("filename"); sub("^.*/" package "/", "/", file)
    }
    /<line /    { if (file !~ /\/obj\//) { key = package SUBSEP file SUBSEP attribute("number"); hits[key] += attribute("hits") } }
    END {
      for (key in hits) {
        split(key, part, SUBSEP); package = part[1]
        all[package]++; reached[package] += hits[key] > 0
        if (part[2] ~ /\/(Protocol|Wire)\//) { core[package]++; coreReached[package] += hits[key] > 0 }
      }
      for (package in all) {
        share = core[package] ? 100 * coreReached[package] / core[package] : 0
        low += share < bar; packages++
        printf "%-28s %6.1f %% of %5d lines; protocol code %6.1f %% of %5d lines %s\n", package,
          100 * reached[package] / all[package], all[package], share, core[package], share < bar ? "short" : "ok"
      }
      if (packages == 0) { print "no coverage was measured"; exit 1 }
      exit low > 0
    }' | sort
}

coverage() {
  restore
  # Paths must be real ones for the collector, so not those of a continuous-integration build.
  build -p:ContinuousIntegrationBuild=false
  rm -rf "$artifacts/tests"
  run_all_tests "$coverage_projects" --collect "XPlat Code Coverage" --settings eng/coverage.runsettings
  step "line coverage"
  coverage_report
}

verify() {
  restore
  format --verify-no-changes
  build
  run_all_tests "$(test_projects)"
}

[[ ${1:-} =~ ^(help|-h|--help)$ ]] || need_sdk
command=${1:-verify}
shift || true
case $command in
  verify) verify ;;
  test) run_all_tests "$(test_projects)" ;;
  format) restore && format ;;
  run) exec dotnet run -c "$configuration" --project samples/TrainTogether -- "$@" ;;
  bench) exec dotnet run -c "$configuration" --project benchmarks/DaaCompute.Net.Benchmarks -- --filter "*${1:-}*" ;;
  scenario) exec dotnet run -c "$configuration" --project benchmarks/DaaCompute.Net.Scenarios -- "$@" ;;
  simulate)
    if (($# == 0)); then
      set -- sweep
    fi
    exec dotnet run -c "$configuration" --project tools/daa-sim -- "$@"
    ;;
  pack)
    restore
    step pack
    rm -rf "$artifacts/packages"
    dotnet pack "$solution" -c "$configuration" --no-restore -v q --tl:off -maxcpucount:2 \
      -warnaserror -warnnotaserror:NU1900 -o "$artifacts/packages"
    ls -1 "$artifacts/packages"
    ;;
  coverage) coverage ;;
  fuzz) exec eng/fuzz.sh "${1:-all}" "${@:2}" ;;
  help | -h | --help) help ;;
  *)
    echo "build.sh: '$command' is none of its commands." >&2
    help >&2
    exit 2
    ;;
esac
