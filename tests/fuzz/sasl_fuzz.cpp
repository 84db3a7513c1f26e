// SPDX-License-Identifier: MIT
// Invariants. Any octets as responses to any mechanism, or as challenges of it, lead to an answer
// of bounded size, and after a few of them to an end; a copy of an exchange goes the same way.
// Nobody gets in, and no client believes that a server has proven itself, without the password,
// which is made from the input so that no input can hold it. A line without deviations is what
// encoding its octets gives.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/bug.h"
#include "harness/base/digest.h"
#include "harness/sasl/exchange.h"
#include "harness/sasl/line.h"

namespace {

using namespace postiche;
using namespace postiche::sasl;

constexpr char separator = '\xFE';  // of parts: not UTF-8, so that little is lost
constexpr std::size_t most_steps = 4;

// Bits of the second octet.
constexpr unsigned is_client = 1;
constexpr unsigned has_initial = 2;
constexpr unsigned offers_plus = 4;
constexpr unsigned has_certificate = 8;

// Exactly as large as the octets, so that reading past them is seen.
class Piece {
 public:
  explicit Piece(std::string_view octets)
      : heap_(std::make_unique<char[]>(octets.size())), size_(octets.size()) {
    octets.copy(heap_.get(), size_);
  }
  std::string_view view() const { return {heap_.get(), size_}; }

 private:
  std::unique_ptr<char[]> heap_;
  std::size_t size_;
};

std::vector<Piece> parts_of(std::string_view input) {
  std::vector<Piece> parts;
  for (;;) {
    const std::size_t end = input.find(separator);
    parts.emplace_back(input.substr(0, end));
    if (end == std::string_view::npos) return parts;
    input.remove_prefix(end + 1);
  }
}

void check_line(std::string_view line) {
  for (const Part part : {Part::initial_response, Part::response}) {
    const Response response = decode_response(line, part);
    POSTICHE_CHECK(response.octets.size() <= line.size());
    if (response.kind != Response::Kind::octets || !response.deviations.empty()) continue;
    POSTICHE_CHECK(encode_response(response.octets, part) == line);
  }
}

Knowledge knowledge(std::string_view password, unsigned flags) {
  Knowledge what;
  what.find = [password = std::string(password)](std::string_view) {
    return Account{password, {}};
  };
  what.nonce = "nonce";
  what.iterations = 1;
  what.bindings = {"unique", "end-point", "exporter"};
  what.offers_plus = (flags & offers_plus) != 0;
  if ((flags & has_certificate) != 0) what.certificate_name = "alice";
  return what;
}

void check_step(const Step& step, const Mechanism& mechanism, std::size_t heard) {
  const bool needs_password = mechanism.secret != Secret::none;
  POSTICHE_CHECK(step.kind != Step::Kind::success || !needs_password);
  POSTICHE_CHECK((step.kind == Step::Kind::failure) == (step.failure != Failure::none));
  POSTICHE_CHECK(step.challenge.size() <= heard + 1000);
}

void play_server(const Mechanism& mechanism, Knowledge what, unsigned flags,
                 const std::vector<Piece>& parts) {
  ServerExchange server(mechanism, std::move(what));
  const bool initial = (flags & has_initial) != 0;
  Step step = server.begin(initial ? std::optional(parts.front().view()) : std::nullopt);
  check_step(step, mechanism, parts.front().view().size());
  std::size_t steps = 0;
  for (std::size_t i = initial ? 1 : 0; i < parts.size() && !server.ended(); ++i, ++steps) {
    ServerExchange copy = server;
    const std::string_view part = parts[i].view();
    step = server.go_on(part);
    check_step(step, mechanism, part.size());
    const Step again = copy.go_on(part);
    POSTICHE_CHECK(again.kind == step.kind && again.challenge == step.challenge);
    POSTICHE_CHECK(copy.deviations() == server.deviations());
  }
  POSTICHE_CHECK(steps < most_steps || server.ended());
  POSTICHE_CHECK(!server.ended() || server.go_on("").failure == Failure::out_of_order);
}

void play_client(const Mechanism& mechanism, Credentials who, unsigned flags,
                 const std::vector<Piece>& parts) {
  ClientExchange client(mechanism, std::move(who));
  client.begin((flags & has_initial) != 0 ? InitialResponse::allowed : InitialResponse::held_back);
  std::size_t steps = 0;
  for (const Piece& part : parts) {
    const auto answer = client.answer(part.view());
    POSTICHE_CHECK(mechanism.secret != Secret::proven || !client.believes_success());
    POSTICHE_CHECK(answer.has_value() || !client.trouble().empty());
    POSTICHE_CHECK(answer.value_or("").size() <= 4 * part.view().size() + 1000);
    if (!answer) return;
    POSTICHE_CHECK(++steps <= most_steps);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const Mechanism& mechanism = mechanisms()[data[0] % mechanisms().size()];
  const unsigned flags = data[1];
  const std::string_view input(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::vector<Piece> parts = parts_of(input);
  for (const Piece& part : parts) check_line(part.view());
  const std::string password = digest::sha256_hex(input);
  if ((flags & is_client) != 0) {
    Credentials who{"alice", password, "", "mx.example.com", 25, "smtp", "n", {"u", "p", "e"}};
    play_client(mechanism, std::move(who), flags, parts);
  } else {
    play_server(mechanism, knowledge(password, flags), flags, parts);
  }
  return 0;
}
