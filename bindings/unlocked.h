// SPDX-License-Identifier: MIT
#pragma once
// How to wait without holding up Python. No call that may wait holds the GIL.

#include <pybind11/pybind11.h>

namespace postiche::bindings {

// Lets other threads run. Unlike pybind11's, it survives what happens when a daemon thread comes
// back while the interpreter ends: Python unwinds that thread, through this destructor.
class WithoutGil {
 public:
  WithoutGil() : state_(PyEval_SaveThread()) {}
  ~WithoutGil() noexcept(false) { PyEval_RestoreThread(state_); }
  WithoutGil(const WithoutGil&) = delete;
  WithoutGil& operator=(const WithoutGil&) = delete;

 private:
  PyThreadState* state_;
};

using Unlocked = pybind11::call_guard<WithoutGil>;

// What `act` gives, made while other threads run.
template <typename Act>
auto unlocked(Act act) {
  const WithoutGil without;
  return act();
}

}  // namespace postiche::bindings
