// SPDX-License-Identifier: MIT
#include "harness/scenario/matrix.h"

#include <algorithm>

namespace postiche::scenario {

std::size_t count_cases(const Matrix& matrix, std::size_t most) {
  std::size_t count = 1;
  for (const MatrixRow& row : matrix) count = std::min(most + 1, count * row.values.size());
  return count;
}

std::vector<Case> cases_of(const Matrix& matrix) {
  std::vector<Case> cases(1);
  for (const MatrixRow& row : matrix) {
    std::vector<Case> longer;
    for (const Case& one : cases) {
      for (const std::string& value : row.values) {
        longer.push_back(one);
        longer.back()[row.name] = value;
      }
    }
    cases = std::move(longer);
  }
  return cases;
}

std::string name_of(const Case& one, const Matrix& matrix) {
  std::string name;
  for (const MatrixRow& row : matrix) {
    name += (name.empty() ? "" : " ") + row.name + "=" + one.at(row.name);
  }
  return name;
}

}  // namespace postiche::scenario
