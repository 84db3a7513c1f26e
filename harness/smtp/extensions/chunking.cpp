// SPDX-License-Identifier: MIT
// CHUNKING: content in counted pieces, by BDAT instead of DATA. What framing it needs is the
// engine's (server.h says how); which chunk may come is state.cpp's. RFC 3030 sec 2.

#include "harness/smtp/extensions/list.h"
#include "harness/smtp/server.h"

namespace postiche::smtp::extensions {

namespace {

// Said when the octets are there: they were to be accepted and discarded first, whatever was wrong.
Reply answer_bdat(const Command& command, const Server& server) {
  if (server.chunk_refused()) return {503, "5.5.1", "A chunk was refused: say RSET"};
  if (server.has_message()) return {503, "5.5.1", "The last chunk has come already"};
  const std::uint64_t octets = command.chunk->size;
  const std::uint64_t before = server.chunked();
  // The sum may be more than 64 bits hold.
  const std::uint64_t all = octets > UINT64_MAX - before ? UINT64_MAX : before + octets;
  if (auto objection = server.object_to_size(static_cast<std::size_t>(all))) {
    return *std::move(objection);
  }
  return {250, "2.0.0", std::to_string(octets) + " octets received"};
}

}  // namespace

constinit const Extension chunking = {.keyword = "CHUNKING",
                                      .line = "CHUNKING",
                                      .usual = {.played = false},
                                      .verb = Verb::bdat,
                                      .answer = answer_bdat,
                                      .after_ehlo = true};

}  // namespace postiche::smtp::extensions
