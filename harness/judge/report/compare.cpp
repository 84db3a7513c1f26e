// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <set>

#include "harness/judge/catalogue.h"
#include "harness/judge/report/report.h"

namespace postiche::judge {
namespace {

bool is_judged(const std::optional<Summed>& cell) {
  return cell && cell->outcome != Outcome::unresolved && cell->outcome != Outcome::skip &&
         cell->outcome != Outcome::info;
}

// Among those of whom something can be said: what never came up makes no difference.
bool do_differ(const std::vector<std::optional<Summed>>& cells) {
  std::optional<Outcome> seen;
  return std::any_of(cells.begin(), cells.end(), [&](const auto& cell) {
    if (!is_judged(cell)) return false;
    if (!seen) seen = cell->outcome;
    return cell->outcome != *seen;
  });
}

std::map<std::string, Compared> by_id(const std::vector<Report>& reports) {
  std::map<std::string, Compared> out;
  for (std::size_t i = 0; i < reports.size(); ++i) {
    for (Summed& sum : summed(reports[i])) {
      Compared& row = out[sum.id];
      if (row.cells.empty()) {
        row.id = sum.id;
        row.cells.resize(reports.size());
        row.report_index = i;
      }
      row.cells[i] = std::move(sum);
    }
  }
  return out;
}

}  // namespace

const ReportVerdict& Compared::verdict(const std::vector<Report>& reports) const {
  const Summed& sum = *cells[report_index];
  return reports[report_index].cases[sum.case_index].verdicts[sum.verdict_index];
}

std::vector<Compared> compared(const std::vector<Report>& reports) {
  auto rows = by_id(reports);
  std::vector<Compared> out;
  for (const Requirement& one : catalogue()) {
    const auto found = rows.find(one.id);
    if (found == rows.end()) continue;
    out.push_back(std::move(found->second));
    rows.erase(found);
  }
  for (auto& [id, row] : rows) out.push_back(std::move(row));
  for (Compared& row : out) row.differs = do_differ(row.cells);
  std::stable_partition(out.begin(), out.end(), [](const Compared& row) { return row.differs; });
  return out;
}

}  // namespace postiche::judge
