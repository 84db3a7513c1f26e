// SPDX-License-Identifier: MIT
#include "tests/tls/two_sides.h"

#include <memory>

#include "harness/tls/ability.h"

namespace postiche::tls::testing {

std::vector<Version> versions() {
  std::vector<Version> all;
  for (const Version version : {Version::tls12, Version::tls13}) {
    if (speaks(version)) all.push_back(version);
  }
  return all;
}

Settings only(Version version) {
  Settings settings;
  settings.lowest = settings.highest = version;
  return settings;
}

Authority::Origin origin() {
  Authority::Origin origin;
  origin.host = "mx.example.com";
  origin.unix_seconds = present;
  return origin;
}

std::string Feeder::feed(Filter& filter, std::string_view octets) {
  std::string heard;
  while (!octets.empty()) {
    const std::size_t size = cuts_ == Cuts::whole      ? octets.size()
                             : cuts_ == Cuts::bytewise ? 1
                                                       : 1 + chance_() % 700;
    const std::string_view piece = octets.substr(0, size);
    octets.remove_prefix(piece.size());
    // Exactly as large as the piece, so that the sanitizers see a read past its end.
    const auto copy = std::make_unique<char[]>(piece.size());
    piece.copy(copy.get(), piece.size());
    std::string_view rest(copy.get(), piece.size());
    while (!rest.empty()) {
      filter.hear(rest);
      heard += filter.take_plaintext();
    }
  }
  return heard + filter.take_plaintext();
}

TwoSides::TwoSides(Context& context, const Settings& server_settings,
                   const Settings& client_settings, const Filter::Client& client_side, Cuts cuts)
    : server(context, server_settings),
      client(context, client_settings, client_side),
      feeder(cuts) {
  run();
}

void TwoSides::run() {
  while (true) {
    const std::string from_client = client.take_ciphertext();
    const std::string from_server = server.take_ciphertext();
    if (from_client.empty() && from_server.empty()) return;
    on_the_wire += from_server;
    server_heard += feeder.feed(server, from_client);
    client_heard += feeder.feed(client, from_server);
  }
}

}  // namespace postiche::tls::testing
