// SPDX-License-Identifier: MIT
// Commands about the session itself: CAPABILITY, NOOP, LOGOUT, ID, NAMESPACE, ENABLE, IDLE,
// COMPRESS.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/imap/handlers/handlers.h"
#include "harness/imap/needs.h"
#include "harness/imap/pen/mailbox_response.h"
#include "harness/imap/pen/response.h"
#include "harness/store/names.h"

namespace postiche::imap {

Answer answer_capability(const Session& session, const Command&) {
  return {"* " + capability_code(session) + "\r\n", {Status::ok, "", "CAPABILITY done"}};
}

// NOOP and CHECK: what there is to tell is told all the same.
Answer answer_noop(const Session&, const Command& command) {
  return ok(std::string(full_name(command)) + " done");
}

// RFC 9051 sec 6.1.3
Answer answer_logout(const Session&, const Command&) {
  return {"* BYE Logging out\r\n", {Status::ok, "", "LOGOUT done"}};
}

void apply_logout(Session& session, const Command&) {
  session.state = State::logout;
  session.selected.reset();
}

// RFC 2971 sec 3.1
Answer answer_id(const Session& session, const Command&) {
  Answer answer = ok("ID done");
  append_id(answer.data, {{{"name", "Postiche"}}}, text_form(session.encoding()));
  return answer;
}

// One, personal, of all mailboxes: RFC 9051 sec 6.3.10.
Answer answer_namespace(const Session& session, const Command&) {
  Answer answer = ok("NAMESPACE done");
  append_namespace(answer.data, {{{"", store::separator}}, {}, {}}, session.encoding());
  return answer;
}

// --- ENABLE: RFC 9051 sec 6.3.1 ---

namespace {

// Those that change something when a client says that it knows them.
constexpr std::string_view to_enable[] = {"CONDSTORE", "QRESYNC", "UTF8=ACCEPT", "IMAP4rev2"};

bool enables(const Session& session, const Command& command, std::string_view capability) {
  const auto& wanted = arguments_of<EnableArguments>(command).capabilities;
  return session.offers(capability) && ascii::contains_ignoring_case(wanted, capability);
}

}  // namespace

Answer answer_enable(const Session& session, const Command& command) {
  std::vector<std::string> enabled;
  for (const std::string_view each : to_enable) {
    if (enables(session, command, each)) enabled.emplace_back(each);
  }
  Answer answer = ok("ENABLE done");
  append_enabled(answer.data, enabled);
  return answer;
}

void apply_enable(Session& session, const Command& command) {
  session.qresync = session.qresync || enables(session, command, "QRESYNC");
  // RFC 7162 sec 3.2.3: who knows the one knows the other
  session.condstore =
      session.condstore || session.qresync || enables(session, command, "CONDSTORE");
  session.utf8 = session.utf8 || enables(session, command, "UTF8=ACCEPT");
  session.rev2 = session.rev2 || enables(session, command, "IMAP4rev2");
}

// --- IDLE: RFC 2177 sec 3 ---

Answer answer_idle(const Session&, const Command&) { return {"", {Status::go_on, "", "idling"}}; }

// --- COMPRESS: RFC 4978 sec 3 ---

Answer answer_compress(const Session& session, const Command& command) {
  if (session.compressed) return no("The line is compressed already", "COMPRESSIONACTIVE");
  const std::string& mechanism = arguments_of<CompressArguments>(command).mechanism;
  if (!ascii::equal_ignoring_case(mechanism, "DEFLATE")) return no("DEFLATE is all there is");
  return ok("DEFLATE from here on");
}

void apply_compress(Session& session, const Command&) { session.compressed = true; }

}  // namespace postiche::imap
