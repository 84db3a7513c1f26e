# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Which tests are built and played where that is not all of them. Read by ./dev, whose words it uses.
# $root is the caller's.
# shellcheck disable=SC2154

# No test in C++ has a second thread, and asan sees in it what release sees and more.
plays_cpp_tests() {  # plays_cpp_tests PRESET PRESETS...: whether that one of them does
  local preset=$1
  shift
  [[ $preset != tsan && ($preset != release || " $* " != *" asan "*) ]]
}

targets_for() {  # targets_for PRESET PRESETS...: arguments for cmake
  plays_cpp_tests "$@" || printf '%s\n' --target postiche_program _postiche tls_bare_server
}

tests_for() {  # tests_for PRESET PYTEST ARGS...: more arguments for pytest
  case $1 in
    release)
      # The wheel's tests play these, with what release has built.
      ! tests_packages "$@" || echo --ignore=tests/python
      ;;
    asan)
      not_python_alone
      # Not the shelves of what reads mail, whose code the stories and storms of clients reach, nor
      # what looks at scenario files one by one; not those who have queues, and wait; nor the slow ones
      # of those who read mail.
      printf '%s\n' --ignore=tests/clients/test_{library_pop3,library_imap,library_shelves,exim,postfix}.py \
        --ignore=tests/{report,conformance,providers} --ignore=tests/cli/test_schema.py \
        --deselect=tests/cli/test_judge.py::test_a_sweep_{shows_what_a_careless_client_loses,finds_where_nobody_can_know_and_saves_what_it_did} \
        -k 'not neomutt and not jakarta and not imapflow and not go-imap and not getmail and not mpop'
      ;;
    tsan)
      # Where several threads meet: the loop's, the caller's, those of hooks, of the control
      # interface and of what watches a client. One loop is all that the other tests have.
      ! names_tests "${@:2}" || return 0
      not_python_alone
      printf '%s\n' tests/python tests/soak \
        tests/clients/test_run.py tests/cli/test_{abuse,serve_command}.py \
        --deselect=tests/cli/test_abuse.py::test_a_reply_of_a_gigabyte_is_not_kept \
        --deselect=tests/cli/test_serve_command.py::test_list_show_and_check_know_the_library
      ;;
  esac
}

# Not what is Python's alone, nor what plays a hundred cases through the program.
not_python_alone() {  # arguments for pytest
  printf '%s\n' --ignore=tests/python/test_{commands,docstrings,manuals,unittest}.py \
    --ignore-glob='tests/python/test_pytest_*'
}

# They are what the preset release has built, and no business of who wants only some tests.
tests_packages() {  # tests_packages PRESET PYTEST ARGS...: whether wheels and packages are tested
  [[ $1 == release ]] && (($# == 1))
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
