// SPDX-License-Identifier: MIT
// A TLS server and nothing else, for real clients of other libraries: it greets, says back what it
// hears, and tells what became of each connection, one line each. Writes the PEM files of its
// authority into FOLDER, prints its port and the highest version it speaks, and ends after COUNT
// connections. Usage: tls_bare_server FOLDER COUNT [KEY=VALUE]...

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/ascii.h"
#include "harness/tls/ability.h"
#include "harness/tls/filter.h"

namespace {

using namespace postiche;
using namespace postiche::tls;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "tls_bare_server: %s\n", why.c_str());
  std::exit(2);
}

template <typename Enum, std::size_t size>
Enum named(std::string_view word, const std::array<std::string_view, size>& names) {
  for (std::size_t i = 0; i < size; ++i) {
    if (names[i] == word) return static_cast<Enum>(i);
  }
  give_up("no such value: " + std::string(word));
}

constexpr std::array<std::string_view, 16> certificates = {"good",
                                                           "expired",
                                                           "not_yet_valid",
                                                           "wrong_host",
                                                           "common_name",
                                                           "address_as_name",
                                                           "client_only",
                                                           "not_an_authority",
                                                           "wildcard",
                                                           "ip",
                                                           "self_signed",
                                                           "unknown_ca",
                                                           "incomplete_chain",
                                                           "weak",
                                                           "sha1",
                                                           "revoked"};
constexpr std::array<std::string_view, 2> versions = {"tls12", "tls13"};
constexpr std::array<std::string_view, 3> wants = {"unwanted", "asked", "demanded"};
constexpr std::array<std::string_view, 4> places = {"start", "server_hello", "finished", "open"};
constexpr std::array<std::string_view, 6> manners = {"stall",    "alert", "garbage",
                                                     "truncate", "close", "reset"};

std::vector<std::string> words_of(std::string_view value) {
  std::vector<std::string> words;
  for (const std::string_view word : ascii::split(value, ',')) words.emplace_back(word);
  return words;
}

void set(Settings& settings, std::string_view key, std::string_view value) {
  if (key == "certificate") {
    settings.certificate = named<Certificate>(value, certificates);
  } else if (key == "version") {
    settings.lowest = settings.highest = named<Version>(value, versions);
  } else if (key == "ciphers") {
    settings.ciphers = words_of(value);
  } else if (key == "protocols") {
    settings.protocols = words_of(value);
  } else if (key == "client") {
    settings.client_certificate = named<ClientCertificate>(value, wants);
  } else if (key == "resumes") {
    settings.resumes = value == "yes";
  } else if (key == "break") {
    const std::vector<std::string> words = words_of(value);
    settings.breaks.emplace();
    settings.breaks->at = named<Break::At>(words.at(0), places);
    settings.breaks->how = named<Break::How>(words.at(1), manners);
    settings.breaks->bytes = "220 mx ESMTP\r\n";
  } else {
    give_up("no such key: " + std::string(key));
  }
}

void write_files(Authority& authority, const std::string& folder) {
  const auto write = [&](const char* name, const std::string& content) {
    std::ofstream(folder + "/" + name) << content;
  };
  const Pair alice = authority.client_pair("alice");
  write("ca.pem", authority.ca_pem());
  write("crl.pem", authority.crl_pem());
  write("alice.pem", alice.certificates + alice.key);
}

int listener() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const general = reinterpret_cast<sockaddr*>(&address);
  if (bind(socket, general, size) != 0 || listen(socket, 5) != 0) give_up("can't listen");
  getsockname(socket, general, &size);
  std::printf("%d %s\n", ntohs(address.sin_port), speaks(Version::tls13) ? "TLSv1.3" : "TLSv1.2");
  std::fflush(stdout);
  return socket;
}

// Nobody waits longer than this.
void be_impatient(int socket) {
  const timeval patience{30, 0};
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

void flush(Filter& filter, int socket) {
  const std::string out = filter.take_ciphertext();
  if (!out.empty()) send(socket, out.data(), out.size(), MSG_NOSIGNAL);
}

void hear(Filter& filter, std::string_view octets) {
  while (!octets.empty()) {
    filter.hear(octets);
    filter.say(filter.take_plaintext());
  }
}

// Until it is over: the filter says so, or the client has gone.
void serve(Filter& filter, int socket) {
  std::array<char, 4096> room{};
  filter.say("220 mx.example.com\r\n");
  while (true) {
    flush(filter, socket);
    if (filter.state() == Filter::State::ended) {
      filter.close_notify();
      return flush(filter, socket);
    }
    if (filter.fate() == Filter::Fate::close || filter.fate() == Filter::Fate::reset) return;
    const ssize_t size = recv(socket, room.data(), room.size(), 0);
    if (size <= 0) return filter.hear_end();
    hear(filter, {room.data(), static_cast<std::size_t>(size)});
  }
}

// As gently as the fate allows: closing with octets unread would be a reset.
void leave(const Filter& filter, int socket) {
  if (filter.fate() == Filter::Fate::reset) {
    const linger now{1, 0};
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  } else {
    std::array<char, 4096> room{};
    shutdown(socket, SHUT_WR);
    while (recv(socket, room.data(), room.size(), 0) > 0) continue;
  }
  close(socket);
}

std::string in_hex(std::string_view octets) {
  std::string hex;
  for (const char octet : octets) {
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", static_cast<unsigned char>(octet));
    hex += digits.data();
  }
  return hex;
}

void tell(const Filter& filter) {
  constexpr std::array<const char*, 6> states = {"handshake", "open",   "ended",
                                                 "cut",       "failed", "broken"};
  const Facts& facts = filter.facts();
  std::printf("state=%s\tversion=%s\tcipher=%s\tname=%s\tprotocol=%s\tresumed=%s\tsubject=%s\t",
              states.at(static_cast<std::size_t>(filter.state())), facts.version.c_str(),
              facts.cipher.c_str(), facts.server_name.c_str(), facts.protocol.c_str(),
              facts.resumed ? "yes" : "no", facts.client_subject.c_str());
  std::printf("trusted=%s\tunique=%s\tend_point=%s\texporter=%s\ttrouble=%s\n",
              facts.client_trusted ? "yes" : "no", in_hex(facts.tls_unique).c_str(),
              in_hex(facts.tls_server_end_point).c_str(), in_hex(facts.tls_exporter).c_str(),
              filter.trouble().c_str());
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) give_up("wanted a folder and a count");
  Settings settings;
  for (int i = 3; i < argc; ++i) {
    const std::string_view word = argv[i];
    const std::size_t middle = word.find('=');
    if (middle == std::string_view::npos) give_up("wanted KEY=VALUE");
    set(settings, word.substr(0, middle), word.substr(middle + 1));
  }
  Authority::Origin origin;
  origin.host = "mx.example.com";
  origin.unix_seconds = std::time(nullptr);
  Context context(origin);
  write_files(context.authority(), argv[1]);
  const int door = listener();
  be_impatient(door);
  for (int left = std::atoi(argv[2]); left > 0; --left) {
    const int socket = accept(door, nullptr, nullptr);
    if (socket < 0) give_up("nobody came");
    be_impatient(socket);
    Filter filter(context, settings);
    serve(filter, socket);
    leave(filter, socket);
    tell(filter);
  }
  close(door);
  return 0;
}
