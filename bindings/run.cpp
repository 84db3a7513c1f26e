// SPDX-License-Identifier: MIT
// What servers and conversations in memory have in common.

#include "bindings/run.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <string>
#include <utility>

#include "bindings/bind.h"
#include "bindings/unlocked.h"
#include "bindings/values.h"

namespace py = pybind11;

namespace postiche::bindings {
namespace {

using Bound = py::class_<Run>;

void bind_seen(Bound& bound) {
  bound
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

void bind_mailboxes(Bound& bound) {
  bound
      .def(
          "accounts", [](const Run& run) { return run.evidence().accounts(); }, Unlocked())
      .def(
          "mailbox",
          [](const Run& run, const std::string& account, const std::string& name) {
            return value_of(unlocked([&] { return run.evidence().mailbox(account, name); }));
          },
          py::arg("account"), py::arg("name"))
      .def(
          "deliver",
          [](Run& run, std::string account, std::string mailbox, std::string content,
             std::vector<std::string> flags, std::optional<std::int64_t> received_at_ns) {
            server::Parcel parcel{std::move(account), std::move(mailbox), std::move(content),
                                  std::move(flags)};
            if (received_at_ns) parcel.received_at = VirtualTime{*received_at_ns};
            return value_of(unlocked([&] { return run.deliver(parcel); }));
          },
          py::arg("account"), py::arg("mailbox"), py::arg("content"), py::arg("flags"),
          py::arg("received_at_ns"));
}

void bind_clock(Bound& bound) {
  bound
      .def(
          "virtual_now_ns", [](const Run& run) { return run.virtual_now().ns; }, Unlocked())
      .def(
          "advance_clock", [](Run& run, std::int64_t ns) { run.advance_clock({ns}); },
          py::arg("ns"), Unlocked());
}

}  // namespace

void bind_run(py::module_& module) {
  Bound bound(module, "Run");
  bind_seen(bound);
  bind_mailboxes(bound);
  bind_clock(bound);
}

}  // namespace postiche::bindings
