# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# ./dev fuzz: builds fuzz targets and lets them run. Read by ./dev, whose words it uses.
# $root and $build are the caller's.
# shellcheck disable=SC2154

run_fuzz() {
  local seconds=60 targets=() target
  [[ ${1:-} =~ ^[0-9]*$ ]] || { targets=("$1") && shift; }
  seconds=${1:-60}
  if ((${#targets[@]} == 0)); then
    for target in "$root"/tests/fuzz/*_fuzz.cpp; do targets+=("$(basename "$target" _fuzz.cpp)"); done
  fi
  [[ -e $root/tests/fuzz/${targets[0]}_fuzz.cpp ]] ||
    die "no such fuzz target: ${targets[0]} (tests/fuzz/${targets[0]}_fuzz.cpp)"
  need build fuzz
  locked fuzz build_preset fuzz --target "${targets[@]/#/fuzz_}"
  for target in "${targets[@]}"; do fuzz_one "$target" "$seconds"; done
}

fuzz_one() {  # fuzz_one TARGET SECONDS
  local program=$build/fuzz/tests/fuzz_$1 found=$build/fuzz/found/$1 options
  mkdir -p "$found/corpus" "$root/tests/fuzz/corpus/$1"
  options=(-max_total_time="$2" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1)
  options+=(-artifact_prefix="$found/")
  [[ ! -e $root/tests/fuzz/$1.dict ]] || options+=(-dict="$root/tests/fuzz/$1.dict")
  say "fuzzing $1 for $2 seconds; what it finds goes to build/fuzz/found/$1"
  # New inputs are written to the first folder; the repository's corpus is only read.
  "$program" "${options[@]}" "$found/corpus" "$root/tests/fuzz/corpus/$1"
}
