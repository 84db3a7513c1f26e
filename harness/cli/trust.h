// SPDX-License-Identifier: MIT
#pragma once
// What a client must trust and can show, in files that last as long as this does.

#include <string>

#include "harness/server/server.h"

namespace postiche::cli {

class Trust {
 public:
  // Below the folder for temporary files. Where that can't be written there are no files, and
  // trouble() says so.
  explicit Trust(const server::Server& server);
  ~Trust();
  Trust(const Trust&) = delete;
  Trust& operator=(const Trust&) = delete;

  const std::string& ca_file() const { return ca_file_; }
  // Certificate and key in one.
  const std::string& client_file() const { return client_file_; }
  const std::string& trouble() const { return trouble_; }

 private:
  std::string folder_, ca_file_, client_file_, trouble_;
};

}  // namespace postiche::cli
