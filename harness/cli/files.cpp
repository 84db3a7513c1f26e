// SPDX-License-Identifier: MIT
#include "harness/cli/files.h"

#include <fstream>
#include <iterator>

#include "harness/cli/terminal.h"

namespace postiche::cli {

std::optional<std::string> read_text(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::optional<std::string> read_named(const std::string& path, const std::string& what) {
  auto text = read_text(path);
  if (!text) complain("cannot read " + what + " '" + path + "'");
  return text;
}

bool write_text(const std::string& path, const std::string& text, const std::string& what) {
  std::ofstream out(path, std::ios::binary);
  if ((out << text).flush()) return true;
  complain("cannot write " + what + " '" + path + "'");
  return false;
}

}  // namespace postiche::cli
