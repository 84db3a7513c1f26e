// SPDX-License-Identifier: MIT
#pragma once
// What the server hands out, as Python objects that can only be read.

#include <pybind11/pybind11.h>

#include <string>

namespace postiche::bindings {

// Text that came over the wire need not be UTF-8: what is not becomes lone surrogates, as Python
// itself does for file names (PEP 383).
pybind11::str to_str(const std::string& text);

}  // namespace postiche::bindings
