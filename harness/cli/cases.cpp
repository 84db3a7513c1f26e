// SPDX-License-Identifier: MIT
#include "harness/cli/cases.h"

#include <algorithm>

namespace postiche::cli {
namespace {

using scenario::Case;
using scenario::Matrix;
using scenario::MatrixRow;

// Leaves of the matrix what "name=value" says; false when the reason why not has been printed.
bool choose(const std::string& wanted, Matrix& matrix) {
  const std::size_t equals = wanted.find('=');
  const std::string name = wanted.substr(0, equals);
  const auto row = std::find_if(matrix.begin(), matrix.end(),
                                [&](const MatrixRow& each) { return each.name == name; });
  if (equals == std::string::npos || row == matrix.end()) {
    std::string names;
    for (const MatrixRow& each : matrix) names += (names.empty() ? "" : ", ") + each.name;
    complain("'" + wanted + "' chooses no case; " +
             (matrix.empty() ? "this scenario has no matrix"
                             : "write --case name=value with one of " + names));
    return false;
  }
  const std::string value = wanted.substr(equals + 1);
  if (std::find(row->values.begin(), row->values.end(), value) == row->values.end()) {
    std::string values;
    for (const std::string& each : row->values) values += (values.empty() ? "" : ", ") + each;
    complain("no case has " + name + "=" + value + "; write one of " + values);
    return false;
  }
  row->values = {value};
  return true;
}

bool same(const scenario::Diagnostic& a, const scenario::Diagnostic& b) {
  return a.where == b.where && a.what == b.what && a.severity == b.severity;
}

// Adds what was not told yet.
void tell(std::vector<scenario::Diagnostic>& told, std::vector<scenario::Diagnostic> found) {
  for (scenario::Diagnostic& one : found) {
    const auto is_told = [&](const scenario::Diagnostic& other) { return same(other, one); };
    if (std::any_of(told.begin(), told.end(), is_told)) continue;
    told.push_back(std::move(one));
  }
}

// Every case that is left, what is wrong with any of them, and none where one can't be loaded.
std::vector<LoadedCase> load_chosen(const ServerFlags& flags, const Matrix& left,
                                    std::vector<scenario::Diagnostic>& told) {
  std::vector<LoadedCase> out;
  for (const Case& one : scenario::cases_of(left)) {
    std::vector<std::string> settings = flags.settings;
    for (const auto& [name, value] : one) settings.push_back(name + "=" + value);
    auto loaded = load(flags.scenario, settings);
    if (!loaded) return {};
    tell(told, std::move(loaded->diagnostics));
    if (!loaded->scenario) return {};
    out.push_back({scenario::name_of(one, left), loaded->scenario});
  }
  return out;
}

}  // namespace

std::vector<LoadedCase> load_cases(const ServerFlags& flags) {
  auto first = load(flags.scenario, flags.settings);
  if (!first) return {};
  std::vector<scenario::Diagnostic> told;
  std::vector<LoadedCase> out;
  if (!first->scenario || first->scenario->matrix.empty()) {
    told = std::move(first->diagnostics);
    if (first->scenario) out.push_back({"", first->scenario});
  }
  Matrix left = first->scenario ? first->scenario->matrix : Matrix();
  for (const std::string& wanted : flags.cases) {
    if (first->scenario && !choose(wanted, left)) return {};
  }
  if (!left.empty()) out = load_chosen(flags, left, told);
  print(told, flags.colour_mode());
  return out;
}

scenario::Loaded load_for_check(const std::string& path, const scenario::Library& shelf) {
  scenario::Loaded all = scenario::load_file(path, {}, finder(shelf));
  if (!all.scenario) return all;
  const Matrix matrix = all.scenario->matrix;
  for (const Case& one : scenario::cases_of(matrix)) {
    if (matrix.empty()) break;
    scenario::Loaded loaded = scenario::load_file(path, one, finder(shelf));
    for (scenario::Diagnostic& found : loaded.diagnostics) {
      const auto is_told = [&](const scenario::Diagnostic& told) { return same(told, found); };
      if (std::any_of(all.diagnostics.begin(), all.diagnostics.end(), is_told)) continue;
      if (found.severity == scenario::Diagnostic::error) all.scenario = nullptr;
      found.hint += (found.hint.empty() ? "" : "; ") + ("in the case " + name_of(one, matrix));
      all.diagnostics.push_back(std::move(found));
    }
  }
  return all;
}

}  // namespace postiche::cli
