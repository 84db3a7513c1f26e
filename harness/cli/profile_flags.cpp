// SPDX-License-Identifier: MIT
#include "harness/cli/profile_flags.h"

#include <CLI/CLI.hpp>

namespace postiche::cli {
namespace {

template <typename Values>
CLI::IsMember one_of(const Values& values) {
  std::vector<std::string> words;
  for (const auto value : values) words.emplace_back(judge::name(value));
  return CLI::IsMember(words);
}

}  // namespace

judge::Profile ProfileFlags::profile() const {
  return {judge::find_role(role).value(), judge::find_tls_profile(tls).value()};
}

void add_profile_flags(CLI::App& command, ProfileFlags& flags) {
  command.add_option("--role", flags.role, "what the client is, which decides what is asked of it")
      ->check(one_of(judge::roles))
      ->envname("POSTICHE_ROLE")
      ->capture_default_str();
  command.add_option("--tls", flags.tls, "whether the client may do without TLS")
      ->check(one_of(judge::tls_profiles))
      ->envname("POSTICHE_TLS")
      ->capture_default_str();
}

}  // namespace postiche::cli
