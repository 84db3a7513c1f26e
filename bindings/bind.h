// SPDX-License-Identifier: MIT
#pragma once
// The parts of the module, in the order in which they need each other.

#include <pybind11/pybind11.h>

namespace postiche::bindings {

void bind_values(pybind11::module_& module);
void bind_scenario(pybind11::module_& module);
void bind_run(pybind11::module_& module);
void bind_server(pybind11::module_& module);
void bind_report(pybind11::module_& module);
void bind_sweep(pybind11::module_& module);
void bind_conversation(pybind11::module_& module);

}  // namespace postiche::bindings
