// SPDX-License-Identifier: MIT
// The cells of a sweep, and what they led to.

#include <pybind11/stl.h>

#include <optional>
#include <sstream>
#include <string>

#include "bindings/bind.h"
#include "bindings/values.h"
#include "harness/sweep/cells.h"
#include "harness/sweep/outcome.h"
#include "harness/transcript/json_lines.h"

namespace py = pybind11;

namespace postiche::bindings {
namespace {

void read(const std::string& json_lines, transcript::Transcript& record) {
  std::istringstream stream(json_lines);
  const auto found = transcript::read_json_lines(stream, "<transcript>", record);
  if (!found) throw py::value_error(found.error().text());
}

// Of each cell its point, its fault, its id and its scenario.
py::list cells(const std::string& json_lines, const std::string& base, std::int64_t stall_ns) {
  transcript::Transcript record;
  read(json_lines, record);
  const auto points = sweep::points_of(record.events());
  py::list list;
  for (const sweep::Cell& cell : sweep::cells_of(points, base, {stall_ns})) {
    list.append(py::make_tuple(to_str(points[cell.point].text()), std::string(cell.fault),
                               to_str(cell.id), to_str(cell.yaml)));
  }
  return list;
}

// The client was no process: what it told its user stands for the status that it would have had.
std::string outcome(const std::string& json_lines, int status) {
  transcript::Transcript record;
  read(json_lines, record);
  const std::string text = std::to_string(status);
  transcript::Event event;
  event.kind = transcript::Kind::note;
  const transcript::Fields fields{{"note", "client-ended"}, {"how", "returned"}, {"status", text}};
  event.fields = fields.all();
  auto events = record.events();
  if (!events.empty()) {
    event.sequence = events.back()->sequence + 1;
    event.virtual_at = events.back()->virtual_at;
  }
  events.push_back(&event);
  return std::string(sweep::name(sweep::outcome_of(events)));
}

}  // namespace

void bind_sweep(py::module_& module) {
  module.def("sweep_cells", cells, py::arg("json_lines"), py::arg("base"), py::arg("stall_ns"));
  module.def("sweep_outcome", outcome, py::arg("json_lines"), py::arg("status"));
}

}  // namespace postiche::bindings
