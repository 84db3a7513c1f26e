// SPDX-License-Identifier: MIT
// The program of all C++ tests. A test file includes doctest/doctest.h and nothing to set it up.

#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
