// SPDX-License-Identifier: MIT
#include "bindings/values.h"

#include <pybind11/stl.h>

#include <array>
#include <string_view>
#include <vector>

#include "bindings/bind.h"
#include "harness/base/result.h"
#include "harness/judge/report/report.h"
#include "harness/scenario/diagnostics.h"
#include "harness/server/views.h"

namespace postiche::bindings {
namespace py = pybind11;

py::str to_str(const std::string& text) {
  PyObject* const made =
      PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "surrogateescape");
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::str>(made);
}

py::object to_tuple(const std::optional<server::HookCall>& call) {
  if (!call) return py::none();
  py::dict facts;
  for (const auto& [name, value] : call->facts) facts[to_str(name)] = to_str(value);
  return py::make_tuple(call->id, static_cast<int>(call->protocol), call->hook, facts);
}

namespace {

py::list to_list(const std::vector<std::string>& texts) {
  py::list list;
  for (const std::string& text : texts) list.append(to_str(text));
  return list;
}

// One read-only attribute of a view.
template <typename View>
auto text(std::string View::*member) {
  return [member](const View& view) { return to_str(view.*member); };
}
template <typename View>
auto texts(std::vector<std::string> View::*member) {
  return [member](const View& view) { return to_list(view.*member); };
}
template <typename View>
auto octets(std::string View::*member) {
  return [member](const View& view) { return py::bytes(view.*member); };
}
template <typename View>
auto nanoseconds(VirtualTime View::*member) {
  return [member](const View& view) { return (view.*member).ns; };
}

void bind_diagnostic(py::module_& module) {
  using scenario::Diagnostic;
  py::class_<Diagnostic>(module, "Diagnostic")
      .def_property_readonly("is_error",
                             [](const Diagnostic& d) { return d.severity == Diagnostic::error; })
      .def_property_readonly("file", [](const Diagnostic& d) { return to_str(d.where.file); })
      .def_property_readonly("line", [](const Diagnostic& d) { return d.where.line; })
      .def_property_readonly("column", [](const Diagnostic& d) { return d.where.column; })
      .def_property_readonly("what", text(&Diagnostic::what))
      .def_property_readonly("hint", text(&Diagnostic::hint))
      .def_property_readonly("text", [](const Diagnostic& d) { return to_str(d.text()); });
}

void bind_message(py::module_& module) {
  using server::MessageView;
  py::class_<MessageView>(module, "MessageView")
      .def_readonly("id", &MessageView::id)
      .def_property_readonly("reverse_path", text(&MessageView::reverse_path))
      .def_property_readonly("recipients", texts(&MessageView::recipients))
      .def_property_readonly("parameters", texts(&MessageView::parameters))
      .def_property_readonly("recipient_parameters", texts(&MessageView::recipient_parameters))
      .def_property_readonly("content", octets(&MessageView::content))
      .def_property_readonly("received_at_ns", nanoseconds(&MessageView::received_at))
      .def_readonly("connection", &MessageView::connection)
      .def_property_readonly("helo", text(&MessageView::helo))
      .def_property_readonly("client", text(&MessageView::client));
}

void bind_accounts(py::module_& module) {
  using server::AccountView, server::StoredView;
  py::class_<AccountView>(module, "AccountView")
      .def_property_readonly("user", text(&AccountView::user))
      .def_property_readonly("password",
                             [](const AccountView& view) -> std::optional<py::str> {
                               if (!view.password) return std::nullopt;
                               return to_str(*view.password);
                             })
      .def_property_readonly("aliases", texts(&AccountView::aliases))
      .def_readonly("quota", &AccountView::quota)
      .def_readonly("mailboxes", &AccountView::mailboxes);
  py::class_<StoredView>(module, "StoredView")
      .def_readonly("uid", &StoredView::uid)
      .def_property_readonly("flags", texts(&StoredView::flags))
      .def_property_readonly("received_at_ns", nanoseconds(&StoredView::received_at))
      .def_property_readonly("size", [](const StoredView& view) { return view.body.size(); })
      .def("content",
           [](const StoredView& view) { return py::bytes(view.body.read()->flatten()); });
}

void bind_session(py::module_& module) {
  using server::CommandView, server::ReplyView, server::SessionView;
  py::class_<CommandView>(module, "CommandView")
      .def_property_readonly("verb", text(&CommandView::verb))
      .def_property_readonly("argument", text(&CommandView::argument))
      .def_property_readonly("line", text(&CommandView::line))
      .def_property_readonly("deviations", texts(&CommandView::deviations))
      .def_property_readonly("at_ns", nanoseconds(&CommandView::at));
  py::class_<ReplyView>(module, "ReplyView")
      .def_property_readonly("status", text(&ReplyView::status))
      .def_property_readonly("text", text(&ReplyView::text))
      .def_property_readonly("by", text(&ReplyView::by))
      .def_property_readonly("at_ns", nanoseconds(&ReplyView::at));
  py::class_<SessionView>(module, "SessionView")
      .def_readonly("connection", &SessionView::connection)
      .def_property_readonly("client", text(&SessionView::client))
      .def_property_readonly("listener", text(&SessionView::listener))
      .def_readonly("commands", &SessionView::commands)
      .def_readonly("replies", &SessionView::replies)
      .def_property_readonly("rules", texts(&SessionView::rules))
      .def_property_readonly("tls", text(&SessionView::tls))
      .def_property_readonly("user", text(&SessionView::user))
      .def_property_readonly("closed_by", text(&SessionView::closed_by))
      .def_property_readonly("closed_how", text(&SessionView::closed_how))
      .def_property_readonly("heard", octets(&SessionView::heard))
      .def_property_readonly("said", octets(&SessionView::said));
}

void bind_verdict(py::module_& module) {
  using Verdict = judge::ReportVerdict;
  py::class_<Verdict>(module, "VerdictView")
      .def_property_readonly("id", text(&Verdict::id))
      .def_property_readonly("outcome", [](const Verdict& v) { return judge::name(v.outcome); })
      .def_property_readonly("level", text(&Verdict::level))
      .def_property_readonly("source", text(&Verdict::source))
      .def_property_readonly("says", text(&Verdict::says))
      .def_property_readonly("measured", text(&Verdict::measured))
      .def_readonly("evidence", &Verdict::evidence);
}

void bind_coverage(py::module_& module) {
  using server::CoverageView;
  py::class_<CoverageView>(module, "CoverageView")
      .def_property_readonly("name", text(&CoverageView::name))
      .def_property_readonly("place", [](const CoverageView& c) { return to_str(c.place.text()); })
      .def_readonly("times", &CoverageView::times)
      .def_property_readonly("text", text(&CoverageView::text));
}

void bind_endpoint(py::module_& module) {
  using server::Endpoint;
  py::class_<Endpoint>(module, "EndpointView")
      .def_readonly("name", &Endpoint::name)
      .def_readonly("host", &Endpoint::host)
      .def_readonly("port", &Endpoint::port)
      .def_property_readonly("path", text(&Endpoint::path))
      .def_property_readonly("text", [](const Endpoint& e) { return to_str(e.text()); });
}

}  // namespace

void bind_values(py::module_& module) {
  bind_diagnostic(module);
  bind_message(module);
  bind_accounts(module);
  bind_session(module);
  bind_verdict(module);
  bind_coverage(module);
  bind_endpoint(module);
}

}  // namespace postiche::bindings
