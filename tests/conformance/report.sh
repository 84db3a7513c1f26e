# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# ./dev report: real clients against the conformance scenarios. Read by ./dev, whose words it uses.
# $root, $build and $jobs are the caller's.
# shellcheck disable=SC2154

# With files of reports it is the program's own command of that name.
run_report() {
  [[ " $* " != *".json "* && " $* " != *" --help "* ]] || run_program report "$@"
  need build test
  make_venv
  make_clients
  say "building preset release"
  quietly build-report locked release build_preset release --target postiche_program ||
    die "Postiche could not be built; see above"
  exec "$build/venv/bin/python" "$root/tests/conformance/report.py" --jobs "$jobs" "$@"
}
