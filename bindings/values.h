// SPDX-License-Identifier: MIT
#pragma once
// What the server hands out, as Python objects that can only be read.

#include <pybind11/pybind11.h>

#include <optional>
#include <string>
#include <utility>

#include "harness/base/result.h"
#include "harness/server/views.h"

namespace postiche::bindings {

// Text that came over the wire need not be UTF-8: what is not becomes lone surrogates, as Python
// itself does for file names (PEP 383).
pybind11::str to_str(const std::string& text);

// (id, protocol, hook, facts), or None where nobody asks.
pybind11::object to_tuple(const std::optional<server::HookCall>& call);

// Of the caller's mistakes Python says ValueError.
template <typename T>
T value_of(Result<T> result) {
  if (!result) throw pybind11::value_error(result.error().text());
  return *std::move(result);
}

}  // namespace postiche::bindings
