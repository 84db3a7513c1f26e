// SPDX-License-Identifier: MIT
// Invariants. Whatever is heard in whatever state, in whatever pieces: the filter goes on, says an
// alert or has ended, without an exception; what it keeps is bounded; it knows why it failed, and
// only then; behind the end it neither says nor hears anything. A new server comes to the same end
// however its octets are cut.
//
// Input: one octet chooses the settings and the state, one seeds the cuts. In a state with a peer,
// an even seed hears the rest as it is; an odd one takes it for damage, three octets each: where,
// high and low, and what to change there in all that the peer says.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "harness/base/bug.h"
#include "tests/tls/two_sides.h"

namespace {

using namespace postiche::tls;
using namespace postiche::tls::testing;
using State = Filter::State;

enum class Stage : std::uint8_t { fresh, greeted, open, client };

Settings settings_of(std::uint8_t choice) {
  Settings settings = only(versions()[(choice >> 2) % versions().size()]);
  settings.protocols = {"smtp"};
  settings.client_certificate = static_cast<ClientCertificate>((choice >> 3) % 3);
  if ((choice & 0x40) != 0) {
    settings.breaks.emplace();
    settings.breaks->at = static_cast<Break::At>(choice >> 4 & 3);
    settings.breaks->how = Break::How::truncate;
  }
  return settings;
}

// Changes what the peer says, at the places that the input names.
class Damage {
 public:
  explicit Damage(std::string_view changes) : changes_(changes) {}

  void apply(std::string& octets) {
    for (std::size_t i = 0; i + 2 < changes_.size(); i += 3) {
      const std::size_t place = at(i) << 8 | at(i + 1);
      if (place < said_ || place >= said_ + octets.size()) continue;
      char& octet = octets[place - said_];
      octet = static_cast<char>(static_cast<unsigned char>(octet) ^ at(i + 2));
    }
    said_ += octets.size();
  }

 private:
  std::size_t at(std::size_t i) const { return static_cast<unsigned char>(changes_[i]); }

  std::string_view changes_;
  std::size_t said_ = 0;
};

void check(const Filter& filter) {
  const bool has_reason = filter.state() == State::failed || filter.state() == State::cut ||
                          filter.state() == State::broken;
  POSTICHE_CHECK(filter.trouble().empty() != has_reason);
  POSTICHE_CHECK((filter.fate() != Filter::Fate::none) ==
                 (filter.state() == State::failed || filter.state() == State::broken));
  POSTICHE_CHECK(filter.held() < 300'000);
}

void end(Filter& filter) {
  check(filter);
  filter.hear_end();
  check(filter);
  POSTICHE_CHECK(filter.state() != State::handshake && filter.state() != State::open);
  const bool is_over = filter.fate() != Filter::Fate::none;
  filter.take_ciphertext();
  filter.say("250 OK\r\n");
  filter.close_notify();
  POSTICHE_CHECK(filter.take_ciphertext().empty() == is_over);
  std::string_view more = "more";
  filter.hear(more);
  POSTICHE_CHECK(more.empty() && filter.held() == 0);
}

struct Outcome {
  State state;
  std::string trouble;

  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome hear_alone(Context& context, const Settings& settings, std::string_view octets, Cuts cuts) {
  Filter server(context, settings);
  Feeder feeder(cuts);
  feeder.feed(server, octets);
  Outcome outcome{server.state(), server.trouble()};
  end(server);
  return outcome;
}

// A client and a server that hear each other until the stage is reached, and then what the input
// has for one of them.
void hear_among_two(Context& context, const Settings& settings, Stage stage,
                    std::string_view octets, bool is_damage) {
  Filter server(context, settings);
  Filter client(context, {}, {});
  Filter& target = stage == Stage::client ? client : server;
  Feeder feeder(Cuts::random);
  Damage damage(is_damage ? octets : std::string_view());
  server.say("220 mx\r\n");
  client.say("EHLO c\r\n");
  const int rounds = stage == Stage::greeted ? 1 : stage == Stage::client ? 2 : 8;
  for (int round = 0; round < rounds; ++round) {
    std::string to_server = client.take_ciphertext();
    if (&target == &server) damage.apply(to_server);
    feeder.feed(server, to_server);
    std::string to_client = server.take_ciphertext();
    if (&target == &client) damage.apply(to_client);
    feeder.feed(client, to_client);
    check(server);
    check(client);
  }
  if (!is_damage) feeder.feed(target, octets);
  end(target);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Context context(origin());
  if (size < 2) return 0;
  const Settings settings = settings_of(data[0]);
  const auto stage = static_cast<Stage>(data[0] & 3);
  const std::string_view octets(reinterpret_cast<const char*>(data) + 2, size - 2);
  if (stage != Stage::fresh) {
    hear_among_two(context, settings, stage, octets, data[1] % 2 == 1);
    return 0;
  }
  const Outcome whole = hear_alone(context, settings, octets, Cuts::whole);
  const Cuts cuts = data[1] == 0 ? Cuts::bytewise : Cuts::random;
  POSTICHE_CHECK(hear_alone(context, settings, octets, cuts) == whole);
  return 0;
}
