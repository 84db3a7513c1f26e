// SPDX-License-Identifier: MIT
#pragma once
// How many files and sockets this process may have open.

#include <string>

namespace postiche::server {

// Every connection is a descriptor: takes as many as we are allowed.
void raise_descriptor_limit();
std::string descriptor_limit();

}  // namespace postiche::server
