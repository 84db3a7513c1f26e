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

using Verdicts = std::vector<judge::ReportVerdict>;

// With what the catalogue knows of them.
Verdicts explained(const std::vector<judge::Verdict>& verdicts) {
  Verdicts out;
  for (const judge::Verdict& verdict : verdicts) out.push_back(judge::report_verdict(verdict));
  return out;
}

judge::Profile profile_of(const std::string& role, const std::string& tls) {
  const auto found_role = judge::find_role(role);
  const auto found_tls = judge::find_tls_profile(tls);
  if (!found_role) {
    throw py::value_error("'" + role + "' is no role: mua, library, mta or lmtp-client");
  }
  if (!found_tls) {
    throw py::value_error("'" + tls + "' is no use of TLS: required, opportunistic or " +
                          "cleartext-allowed");
  }
  return {*found_role, *found_tls};
}

using Given = std::optional<std::string>;

void bind_verdicts(Bound& bound) {
  bound
      .def(
          "verdicts", [](const Run& run) { return explained(run.evidence().verdicts()); },
          Unlocked())
      .def(
          "findings",
          [](const Run& run, const std::string& role, const std::string& tls, const Given& given) {
            const judge::Profile profile = profile_of(role, tls);
            return unlocked(
                [&] { return explained(run.evidence().check_verdicts(profile, given)); });
          },
          py::arg("role"), py::arg("tls"), py::arg("given"))
      .def(
          "failure",
          [](const Run& run, bool strict, const std::string& role, const std::string& tls,
             const Given& given) {
            const judge::Profile profile = profile_of(role, tls);
            const auto strictness = strict ? judge::Strictness::all : judge::Strictness::enforced;
            return to_str(
                unlocked([&] { return run.evidence().failure(profile, strictness, given); }));
          },
          py::arg("strict"), py::arg("role"), py::arg("tls"), py::arg("given"))
      .def("annotated_text", [](const Run& run) {
        return to_str(unlocked([&] { return run.evidence().annotated_text(); }));
      });
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
          py::arg("ns"), Unlocked())
      .def("reset", &Run::reset, Unlocked());
}

void bind_answers(Bound& bound) {
  bound.def(
      "answer_call",
      [](Run& run, std::uint64_t id, int protocol, const std::string& hook, const std::string& json,
         const std::string& problem) {
        run.answer_call({id, static_cast<scenario::Protocol>(protocol), hook, {}}, json, problem);
      },
      py::arg("id"), py::arg("protocol"), py::arg("hook"), py::arg("json"), py::arg("problem"),
      Unlocked());
}

}  // namespace

void bind_run(py::module_& module) {
  Bound bound(module, "Run");
  bind_seen(bound);
  bind_verdicts(bound);
  bind_mailboxes(bound);
  bind_clock(bound);
  bind_answers(bound);
}

}  // namespace postiche::bindings
