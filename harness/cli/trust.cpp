// SPDX-License-Identifier: MIT
#include "harness/cli/trust.h"

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX's

#include <filesystem>
#include <fstream>

namespace postiche::cli {

namespace fs = std::filesystem;

Trust::Trust(const server::Server& server) {
  std::error_code fault;
  std::string pattern = (fs::temp_directory_path(fault) / "postiche-XXXXXX").string();
  // For its owner alone, as the client's key is.
  if (fault || mkdtemp(pattern.data()) == nullptr) {
    trouble_ = "cannot make a folder for certificates; TMPDIR says where";
    return;
  }
  folder_ = pattern;
  ca_file_ = folder_ + "/ca.pem";
  client_file_ = folder_ + "/client.pem";
  std::ofstream(ca_file_) << server.ca_pem();
  std::ofstream(client_file_) << server.client_pem("client.example");
}

Trust::~Trust() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

}  // namespace postiche::cli
