// SPDX-License-Identifier: MIT
#pragma once
// One scenario played once for each combination of values.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace postiche::scenario {

struct MatrixRow {
  std::string name;  // of a parameter
  std::vector<std::string> values;
};
using Matrix = std::vector<MatrixRow>;

// One combination: what to set.
using Case = std::map<std::string, std::string>;

// How many there are; nothing counts above `most`.
std::size_t count_cases(const Matrix& matrix, std::size_t most);
// All, the last name's values running fastest. Without any name there is one case that sets
// nothing.
std::vector<Case> cases_of(const Matrix& matrix);
// "verb=RCPT code=451", in the order of the file.
std::string name_of(const Case& one, const Matrix& matrix);

}  // namespace postiche::scenario
