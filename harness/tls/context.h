// SPDX-License-Identifier: MIT
#pragma once
// What the TLS sessions of one server share: the authority, randomness, and what lets them resume
// one another. Outlives them; for one thread at a time.

#include <memory>

#include "harness/tls/authority.h"

namespace postiche::tls {

class Context {
 public:
  explicit Context(Authority::Origin origin);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  Authority& authority();

 private:
  friend class Filter;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace postiche::tls
