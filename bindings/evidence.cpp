// SPDX-License-Identifier: MIT
// What was seen of a run, the same for a server and for a conversation in memory.

#include "harness/server/evidence.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>
#include <utility>

#include "bindings/bind.h"
#include "bindings/run.h"
#include "bindings/unlocked.h"
#include "bindings/values.h"

namespace py = pybind11;

namespace postiche::bindings {

void bind_evidence(py::module_& module) {
  py::class_<Run>(module, "Run")
      .def(
          "messages", [](const Run& run) { return run.evidence().messages(); }, Unlocked())
      .def(
          "sessions", [](const Run& run) { return run.evidence().sessions(); }, Unlocked())
      .def("counts",
           [](const Run& run) {
             const auto counts = unlocked([&] { return run.evidence().counts(); });
             return std::make_pair(counts.messages, counts.closed);
           })
      .def(
          "verdicts", [](const Run& run) { return run.evidence().verdicts(); }, Unlocked())
      .def(
          "coverage", [](const Run& run) { return run.evidence().summary().coverage(); },
          Unlocked())
      .def("transcript_text",
           [](const Run& run) {
             return to_str(unlocked([&] { return run.evidence().transcript_text(); }));
           })
      .def(
          "transcript_jsonl",
          [](const Run& run, bool show_secrets) {
            const auto secrets =
                show_secrets ? transcript::Secrets::shown : transcript::Secrets::masked;
            return to_str(unlocked([&] { return run.evidence().transcript_json_lines(secrets); }));
          },
          py::arg("show_secrets"));
}

}  // namespace postiche::bindings
