// SPDX-License-Identifier: MIT
// A run in memory, and who asks hooks there.

#include "harness/server/conversation.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <string>

#include "bindings/bind.h"
#include "bindings/run.h"
#include "bindings/unlocked.h"
#include "bindings/values.h"

namespace py = pybind11;

namespace postiche::bindings {
namespace {

class Conversation : public Run {
 public:
  Conversation(const scenario::ScenarioPtr& scenario, VirtualTime start) : held_(scenario, start) {}

  const server::Evidence& evidence() const override { return held_; }
  Result<std::uint32_t> deliver(const server::Parcel& parcel) override {
    return held_.deliver(parcel);
  }
  VirtualTime virtual_now() const override { return held_.virtual_now(); }
  void advance_clock(Duration by) override { held_.advance_clock(by); }
  void reset() override { held_.reset(); }
  void answer_call(const server::HookCall& call, const std::string& json,
                   const std::string& problem) override {
    held_.answer_call(call, json, problem);
  }
  server::Conversation& get() { return held_; }

 private:
  server::Conversation held_;
};

}  // namespace

void bind_conversation(py::module_& module) {
  py::class_<Conversation, Run>(module, "Conversation")
      .def(py::init([](const std::shared_ptr<scenario::Scenario>& scenario, std::int64_t start_ns) {
             return std::make_unique<Conversation>(scenario, VirtualTime{start_ns});
           }),
           py::arg("scenario"), py::arg("start_ns"))
      .def(
          "open",
          [](Conversation& c, const std::string& service) {
            return value_of(unlocked([&] { return c.get().open(service); }));
          },
          py::arg("service"))
      .def(
          "say",
          [](Conversation& c, std::uint32_t client, const std::string& octets) {
            c.get().say(client, octets);
          },
          py::arg("client"), py::arg("octets"), Unlocked())
      .def(
          "end", [](Conversation& c, std::uint32_t client) { c.get().end(client); },
          py::arg("client"), Unlocked())
      .def(
          "abort", [](Conversation& c, std::uint32_t client) { c.get().abort(client); },
          py::arg("client"), Unlocked())
      .def(
          "told",
          [](Conversation& c, std::uint32_t client) {
            return py::bytes(unlocked([&] { return c.get().told(client); }));
          },
          py::arg("client"))
      .def(
          "is_closed",
          [](Conversation& c, std::uint32_t client) { return c.get().is_closed(client); },
          py::arg("client"), Unlocked())
      .def("next_call",
           [](Conversation& c) { return to_tuple(unlocked([&] { return c.get().next_call(); })); });
}

}  // namespace postiche::bindings
