// SPDX-License-Identifier: MIT
#pragma once
// Faults of our own. The driver catches BugError, closes the connection and fails the run.

#include <stdexcept>
#include <string>

namespace postiche {

class BugError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void report_bug(const char* condition, const char* file, int line);

}  // namespace postiche

#define POSTICHE_CHECK(condition) \
  ((condition) ? void(0) : ::postiche::report_bug(#condition, __FILE__, __LINE__))
