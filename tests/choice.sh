# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Which tests are built and played where that is not all of them. Read by ./dev, whose words it uses.
# $root is the caller's.
# shellcheck disable=SC2154

targets_for() {  # targets_for PRESET: arguments for cmake
  [[ $1 != tsan ]] || printf '%s\n' --target postiche_program _postiche
}

tests_for() {  # tests_for PRESET PYTEST ARGS...: more arguments for pytest
  case $1 in
    asan)
      # What clients make of the shelves; the code below is reached by their stories and storms.
      printf '%s\n' --ignore=tests/clients/test_library_{pop3,imap}.py \
        --ignore=tests/{report,conformance}
      ;;
    tsan)
      # Where several threads meet: the loop's, the caller's, those of hooks, of the control
      # interface and of what watches a client. One loop is all that the other tests have.
      names_tests "${@:2}" || printf '%s\n' tests/python tests/soak tests/clients/test_run.py \
        tests/cli/test_{abuse,serve_command}.py \
        --deselect=tests/cli/test_abuse.py::test_a_reply_of_a_gigabyte_is_not_kept \
        --deselect=tests/cli/test_serve_command.py::test_list_show_and_check_know_the_library
      ;;
  esac
}

names_tests() {  # names_tests PYTEST ARGS...: whether one of them is a file or folder
  local argument
  for argument; do [[ ! -e $root/${argument%%::*} ]] || return 0; done
  return 1
}

# Not the shelves, which show how clients are judged, nor what is the same everywhere: the form of
# scenarios, servers that others have written, storms, and the clients that are brought along.
in_short_test() {  # arguments for pytest
  printf '%s\n' --ignore-glob='tests/clients/test_library_*' --ignore-glob='tests/clients/test_*_storm.py' \
    --ignore=tests/{house,report,conformance} --ignore=tests/cli/test_schema.py \
    --ignore=tests/clients/test_{exim,other_languages,fake_servers,imap_sync}.py \
    -k 'not jakarta and not imapflow and not go-imap and not node-pop3'
}
