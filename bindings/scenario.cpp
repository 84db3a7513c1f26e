// SPDX-License-Identifier: MIT
// Scenarios and what they are called, and the times that they are written with.

#include "harness/scenario/answer.h"
#include "harness/scenario/language.h"
#include "harness/scenario/library.h"
#include "harness/scenario/loader.h"

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings/bind.h"

namespace py = pybind11;

namespace postiche::bindings {
namespace {

// What scenarios mean by a name in `use`.
scenario::Finder finder(std::vector<std::string> roots) {
  return [shelf = scenario::Library(std::move(roots))](std::string_view name) {
    return shelf.find_name(name);
  };
}

void bind_files(py::module_& module) {
  using scenario::Loaded, scenario::Parameters, scenario::Scenario;
  py::class_<Scenario, std::shared_ptr<Scenario>>(module, "Scenario")
      .def_readonly("id", &Scenario::id)
      .def_readonly("title", &Scenario::title)
      .def_readonly("why", &Scenario::why)
      .def_readonly("parameters", &Scenario::parameters)
      .def("services", [](const scenario::Scenario& s) { return scenario::services_of(s); })
      .def_property_readonly("names_services",
                             [](const Scenario& s) { return !s.services.empty(); })
      .def("phases",
           [](const Scenario& s) {
             std::vector<std::string> names;
             for (const scenario::Phase& phase : s.phases) names.push_back(phase.name);
             return names;
           })
      .def("hooks", [](const Scenario& s) { return scenario::hooks_of(s); })
      .def("cases", [](const Scenario& s) { return scenario::cases_of(s.matrix); })
      .def_property_readonly("clock_speed", [](const Scenario& s) { return s.clock.speed; });
  // A scenario is immutable; pybind11 only has no holder for pointers to const.
  const auto halves = [](const Loaded& loaded) {
    return std::make_pair(std::const_pointer_cast<Scenario>(loaded.scenario), loaded.diagnostics);
  };
  module.def("all_services", [] {
    std::vector<std::string> names;
    for (const scenario::ServiceRow& row : scenario::services()) names.emplace_back(row.word);
    return names;
  });
  module.def(
      "load_text",
      [halves](const std::string& yaml, const std::string& file, const Parameters& parameters,
               std::vector<std::string> roots) {
        return halves(scenario::load_text(yaml, file, parameters, finder(std::move(roots))));
      },
      py::arg("yaml"), py::arg("file_name"), py::arg("parameters"), py::arg("roots"));
  module.def(
      "load_file",
      [halves](const std::string& path, const Parameters& parameters,
               std::vector<std::string> roots) {
        return halves(scenario::load_file(path, parameters, finder(std::move(roots))));
      },
      py::arg("path"), py::arg("parameters"), py::arg("roots"));
  module.def(
      "find_scenario",
      [](const std::string& name, std::vector<std::string> roots) {
        auto found = scenario::Library(std::move(roots)).find(name);
        if (!found) throw py::value_error(found.error().text());
        return *found;
      },
      py::arg("name"), py::arg("roots"));
}

void bind_time(py::module_& module) {
  module.def(
      "parse_duration",
      [](const std::string& text) -> std::optional<std::int64_t> {
        const auto duration = parse_duration(text);
        if (!duration) return std::nullopt;
        return duration->ns;
      },
      py::arg("text"));
  module.def(
      "duration_text", [](std::int64_t ns) { return to_text(Duration{ns}); }, py::arg("ns"));
}

}  // namespace

void bind_scenario(py::module_& module) {
  bind_files(module);
  bind_time(module);
}

}  // namespace postiche::bindings
