// SPDX-License-Identifier: MIT
#pragma once
// The cells of a sweep for Python, and what one of them led to.

#include <pybind11/pybind11.h>

namespace postiche::bindings {

void bind_sweep(pybind11::module_& module);

}  // namespace postiche::bindings
