// SPDX-License-Identifier: MIT
#include "harness/imap/grammar/name_pattern.h"

#include <string>
#include <vector>

#include "harness/store/names.h"

namespace postiche::imap {

// reached[i]: the pattern so far can end behind i octets of the name. One row for each octet of the
// pattern, so that no pattern takes long.
bool matches(std::string_view pattern, std::string_view name) {
  const std::string wanted = store::canonical(pattern);
  // canonical() takes a separator off the end, which nothing matches that has a name.
  if (wanted.size() != pattern.size()) return false;
  std::vector<bool> reached(name.size() + 1);
  reached[0] = true;
  for (const char c : wanted) {
    const bool is_wildcard = c == '*' || c == '%';
    bool before = false;  // reached[i - 1] of the row before
    for (std::size_t i = 0; i <= name.size(); ++i) {
      const bool here = reached[i];
      const bool extends = i > 0 && (c == '*' || name[i - 1] != store::separator);
      reached[i] =
          is_wildcard ? here || (extends && reached[i - 1]) : i > 0 && before && name[i - 1] == c;
      before = here;
    }
  }
  return reached[name.size()];
}

}  // namespace postiche::imap
