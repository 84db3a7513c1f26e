// SPDX-License-Identifier: MIT
#include "harness/engine/service.h"

#include <algorithm>
#include <iterator>

namespace postiche::engine {
namespace {

using smtp::Mode;

struct Row {
  std::string_view name;  // as scenario::services() has it
  Service service;
};
constexpr Row rows[] = {
    {"smtp", {scenario::Protocol::smtp, Mode::smtp, false}},
    {"smtps", {scenario::Protocol::smtp, Mode::smtp, true}},
    {"submission", {scenario::Protocol::smtp, Mode::submission, false}},
    {"submissions", {scenario::Protocol::smtp, Mode::submission, true}},
    {"lmtp", {scenario::Protocol::lmtp, Mode::lmtp, false}},
    {"pop3", {.protocol = scenario::Protocol::pop3}},
    {"pop3s", {.protocol = scenario::Protocol::pop3, .tls_first = true}},
    {"imap", {.protocol = scenario::Protocol::imap}},
    {"imaps", {.protocol = scenario::Protocol::imap, .tls_first = true}},
};

}  // namespace

Service service_of(std::string_view name) {
  const auto* const row =
      std::find_if(std::begin(rows), std::end(rows), [&](const Row& r) { return r.name == name; });
  return row == std::end(rows) ? Service() : row->service;
}

}  // namespace postiche::engine
