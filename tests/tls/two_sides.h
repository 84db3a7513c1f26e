// SPDX-License-Identifier: MIT
#pragma once
// A client and a server of TLS in memory, each hearing what the other says, cut in some way.

#include <random>
#include <string>
#include <vector>

#include "harness/tls/filter.h"

namespace postiche::tls::testing {

enum class Cuts { whole, bytewise, random };

// All that this build can speak.
std::vector<Version> versions();
// Settings that allow `version` only.
Settings only(Version version);
// The present of every authority here.
constexpr std::int64_t present = 1'800'000'000;
Authority::Origin origin();

// Feeds `octets` to `filter` in pieces, and takes the plaintext.
class Feeder {
 public:
  explicit Feeder(Cuts cuts) : cuts_(cuts) {}
  std::string feed(Filter& filter, std::string_view octets);

 private:
  Cuts cuts_;
  std::mt19937 chance_;  // the same in each run
};

struct TwoSides {
  TwoSides(Context& context, const Settings& server_settings, const Settings& client_settings = {},
           const Filter::Client& client_side = {}, Cuts cuts = Cuts::whole);

  // Until neither has more to say.
  void run();

  Filter server, client;
  std::string server_heard, client_heard;  // in plain
  std::string on_the_wire;                 // what the server said in cipher
  Feeder feeder;
};

}  // namespace postiche::tls::testing
