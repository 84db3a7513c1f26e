// SPDX-License-Identifier: MIT
// A server that runs: its life, its clock, its outages, and the waiting for it.

#include "bindings/server.h"

#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings/bind.h"
#include "bindings/values.h"

namespace py = pybind11;

namespace postiche::bindings {
namespace {

using Listeners = std::vector<std::pair<std::string, std::string>>;

std::unique_ptr<Server> start(const scenario::ScenarioPtr& scenario, const Listeners& listeners,
                              std::optional<double> clock_speed, const std::string& record_folder,
                              std::vector<std::string> hooks) {
  server::Options options;
  options.scenario = scenario;
  for (const auto& [name, address] : listeners) options.listeners.push_back({name, address});
  options.clock_speed = clock_speed;
  options.record_folder = record_folder;
  options.hooks = std::move(hooks);
  return std::make_unique<Server>(std::move(options));
}

using Bound = py::class_<Server, Run>;

void bind_life(Bound& bound) {
  bound
      .def(py::init([](const std::shared_ptr<scenario::Scenario>& scenario,
                       const Listeners& listeners, std::optional<double> clock_speed,
                       const std::string& record_folder, std::vector<std::string> hooks) {
             return start(scenario, listeners, clock_speed, record_folder, std::move(hooks));
           }),
           py::arg("scenario"), py::arg("listeners"), py::arg("clock_speed"),
           py::arg("record_folder"), py::arg("hooks"))
      .def("stop", &Server::stop, Unlocked())
      .def("stopped", &Server::stopped)
      .def("endpoints", [](const Server& s) { return s.get().endpoints(); })
      .def(
          "ca_pem", [](const Server& s) { return s.get().ca_pem(); }, Unlocked())
      .def(
          "client_pem",
          [](const Server& s, const std::string& name) { return s.get().client_pem(name); },
          py::arg("name"), Unlocked())
      .def("record_file", [](const Server& s) { return s.get().record_file(); })
      .def("troubles", [](const Server& s) {
        const auto list = unlocked([&] { return s.get().troubles(); });
        py::list texts;
        for (const Error& error : list) texts.append(to_str(error.text()));
        return texts;
      });
}

void bind_waits(Bound& bound) {
  bound.def("revision", [](const Server& s) { return s.get().revision(); })
      .def(
          "wait_for_change",
          [](const Server& s, std::uint64_t seen, std::int64_t timeout_ns) {
            return s.wait_in_turns({timeout_ns}, [&](const server::Server& server, Duration time) {
              server.wait_for_change(seen, time);
              return server.revision() != seen;
            });
          },
          py::arg("seen"), py::arg("timeout_ns"))
      .def(
          "watch", [](const Server& s, int descriptor) { s.get().watch(descriptor); },
          py::arg("descriptor"), Unlocked())
      .def(
          "unwatch", [](const Server& s, int descriptor) { s.get().unwatch(descriptor); },
          py::arg("descriptor"), Unlocked())
      .def(
          "is_finished", [](const Server& s) { return s.get().is_finished(); }, Unlocked())
      .def(
          "wait_until_finished",
          [](const Server& s, std::int64_t timeout_ns) {
            return s.wait_in_turns({timeout_ns}, [](const server::Server& server, Duration time) {
              return server.wait_until_finished(time);
            });
          },
          py::arg("timeout_ns"));
}

void bind_play(Bound& bound) {
  bound
      .def(
          "phase", [](const Server& s) { return s.get().phase(); }, Unlocked())
      .def(
          "enter_phase", [](const Server& s, std::size_t index) { s.get().enter_phase(index); },
          py::arg("index"), Unlocked())
      .def(
          "arm", [](const Server& s, const std::string& route) { return s.get().arm(route); },
          py::arg("route"), Unlocked())
      .def(
          "begin_outage",
          [](const Server& s, const std::string& kind, std::int64_t ns) {
            const auto outage = server::find_outage(kind);
            if (outage) s.get().begin_outage(*outage, {ns});
            return outage.has_value();
          },
          py::arg("kind"), py::arg("ns"), Unlocked())
      .def(
          "resume", [](const Server& s) { s.get().resume(); }, Unlocked());
}

void bind_clock(Bound& bound) {
  bound.def(
      "set_clock_speed", [](const Server& s, double speed) { s.get().set_clock_speed(speed); },
      py::arg("speed"), Unlocked());
}

void bind_calls(Bound& bound) {
  bound.def(
      "next_call",
      [](const Server& s, std::int64_t timeout_ns) {
        return to_tuple(unlocked([&] { return s.get().next_call({timeout_ns}); }));
      },
      py::arg("timeout_ns"));
}

}  // namespace

void bind_server(py::module_& module) {
  Bound bound(module, "Server");
  bind_life(bound);
  bind_waits(bound);
  bind_play(bound);
  bind_clock(bound);
  bind_calls(bound);
}

}  // namespace postiche::bindings
