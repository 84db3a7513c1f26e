// SPDX-License-Identifier: MIT
// postiche._postiche: the facade for Python. Thin: what is convenient is python/postiche's affair.
// The server's thread never calls into Python, and no call that may wait holds the GIL.

#include "bindings/bind.h"

PYBIND11_MODULE(_postiche, module) {
  postiche::bindings::bind_values(module);
  postiche::bindings::bind_scenario(module);
  postiche::bindings::bind_run(module);
  postiche::bindings::bind_server(module);
  postiche::bindings::bind_report(module);
  postiche::bindings::bind_sweep(module);
  module.attr("__version__") = POSTICHE_VERSION;
  postiche::bindings::bind_conversation(module);
}
