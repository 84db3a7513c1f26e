// SPDX-License-Identifier: MIT
#include "harness/scenario/bytes.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "harness/base/ascii.h"

namespace postiche::scenario {

namespace {

constexpr std::uintmax_t largest_content_file = 64 << 20;

int hex_value(char c) {
  if (ascii::is_digit(c)) return c - '0';
  c = ascii::lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

Result<std::string> decode_hex(std::string_view text) {
  std::string out;
  int high = -1;
  for (const char c : text) {
    if (ascii::is_blank(c) && high < 0) continue;
    const int value = hex_value(c);
    if (value < 0) return Error{{}, "'" + std::string(1, c) + "' is no hex digit", "such as 0d 0a"};
    if (high < 0) {
      high = value;
    } else {
      out += static_cast<char>(high * 16 + value);
      high = -1;
    }
  }
  if (high >= 0) return Error{{}, "a hex digit is missing at the end", "two digits make a byte"};
  return out;
}

Result<std::string> decode_base64(std::string_view text) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  unsigned bits = 0, count = 0;
  bool padded = false;
  for (const char c : text) {
    if (ascii::is_blank(c)) continue;
    if (c == '=') {
      padded = true;
      continue;
    }
    const std::size_t value = alphabet.find(c);
    if (padded || value == std::string_view::npos) {
      return Error{{}, "'" + std::string(1, c) + "' does not belong in base64", ""};
    }
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xff);
  }
  if (count >= 6) return Error{{}, "base64 breaks off inside a byte", ""};
  return out;
}

Result<std::string> read_beside(const std::string& scenario_file, const std::string& path) {
  namespace fs = std::filesystem;
  const fs::path full = fs::path(scenario_file).parent_path() / path;
  std::error_code fault;
  // Not a pipe nor a device: reading these might never end.
  if (!fs::is_regular_file(full, fault)) {
    return Error{{}, "no file '" + path + "'", "paths start beside the scenario file"};
  }
  const std::uintmax_t size = fs::file_size(full, fault);
  if (fault || size > largest_content_file) {
    return Error{{}, "file '" + path + "' is larger than 64 MB", "use 'repeat' for large contents"};
  }
  std::ifstream in(full, std::ios::binary);
  if (!in) return Error{{}, "file '" + path + "' can not be read", ""};
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<std::vector<NamedFile>> read_maildir(const std::string& scenario_file,
                                            const std::string& path) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(scenario_file).parent_path() / path;
  std::error_code fault;
  if (!fs::is_directory(folder / "cur", fault) && !fs::is_directory(folder / "new", fault)) {
    return Error{{}, "'" + path + "' is no Maildir", "it has folders cur and new"};
  }
  std::vector<NamedFile> files;
  for (const std::string part : {"cur", "new"}) {
    // The loop of C++ itself throws where the disk fails half-way.
    fs::directory_iterator entry(folder / part, fault);
    for (; !fault && entry != fs::directory_iterator(); entry.increment(fault)) {
      const std::string name = entry->path().filename().string();
      if (name.starts_with('.')) continue;  // hidden files are no messages
      auto octets = read_beside(scenario_file, (fs::path(path) / part / name).string());
      if (!octets) return octets.error();
      files.push_back({name, *std::move(octets)});
    }
    if (fault && fault != std::errc::no_such_file_or_directory) {
      return Error{{}, "'" + (fs::path(path) / part).string() + "' can not be read", ""};
    }
  }
  std::sort(files.begin(), files.end(),
            [](const NamedFile& a, const NamedFile& b) { return a.name < b.name; });
  return files;
}

std::string with_line_ends(std::string_view text, LineEnd end) {
  if (end == LineEnd::none) return std::string(text);
  const std::string_view mark = end == LineEnd::crlf ? "\r\n" : end == LineEnd::lf ? "\n" : "\r";
  std::string out;
  if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  for (std::string_view line : ascii::split(text, '\n')) {
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    out += line;
    out += mark;
  }
  return out;
}

}  // namespace postiche::scenario
