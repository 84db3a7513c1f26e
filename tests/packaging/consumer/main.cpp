// SPDX-License-Identifier: MIT
// A program of somebody else's that has Postiche installed: a client meets one that greylists, in
// the same process.

#include <arpa/inet.h>
#include <postiche/postiche.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <iostream>
#include <string>

namespace {

// Says all and hangs up when the server does: what came is what was answered.
std::string talk(const postiche::Endpoint& where, const std::string& lines) {
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(where.port);
  inet_pton(AF_INET, where.host.c_str(), &address.sin_addr);
  if (connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return "";
  if (write(connection, lines.data(), lines.size()) < 0) return "";
  std::string heard;
  char piece[4096];
  for (ssize_t size; (size = read(connection, piece, sizeof piece)) > 0;) {
    heard.append(piece, static_cast<std::size_t>(size));
  }
  close(connection);
  return heard;
}

int fail(const std::string& why, const postiche::Server& server) {
  std::cerr << why << "\n" << server.transcript();
  return 1;
}

}  // namespace

int main() try {
  postiche::Options options;
  options.parameters["delay"] = "5m";
  postiche::Server server("greylisting", options);
  const postiche::Endpoint smtp = server.endpoint("smtp");
  const std::string mail =
      "EHLO client.example\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.com>\r\n";
  if (talk(smtp, mail + "QUIT\r\n").find("\r\n451 ") == std::string::npos) {
    return fail("the first RCPT should have been deferred", server);
  }
  server.advance_clock(std::chrono::minutes(5));
  talk(smtp, mail + "DATA\r\nSubject: hello\r\n\r\nHello.\r\n.\r\nQUIT\r\n");
  if (!server.wait_for_messages(1, std::chrono::seconds(10))) {
    return fail("the second attempt should have come through", server);
  }
  if (!server.complaint().empty()) return fail(server.complaint(), server);
  std::cout << server.messages().at(0).content;
} catch (const postiche::Refusal& refusal) {
  std::cerr << refusal.what() << "\n";
  return 1;
}
