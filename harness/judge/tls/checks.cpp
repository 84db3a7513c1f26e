// SPDX-License-Identifier: MIT
// TLS as the server sees it. Why a handshake failed stands in words in the transcript.

#include "harness/judge/check.h"

namespace postiche::judge {

namespace {

// RFC 8314 sec 3.1, 3.2, 3.3
void hello_first(const TlsLink& link, Finder& finder) {
  if (!link.is_tls_first) return;
  if (link.begun) return finder.good(*link.begun);
  const std::string why(link.failed->field("failed").value_or(""));
  if (why.starts_with("the client spoke no TLS")) return finder.breach(*link.failed, why);
  finder.unclear(*link.failed, "the handshake came to nothing: " + why);
}

// RFC 8314 sec 3.4. Once the server has ended its side nobody listens for the client's alert.
void alert_before_close(const TlsLink& link, Finder& finder) {
  if (!link.begun || !link.ended || link.ended->field("by") != "client") return;
  // A connection that is reset tells nothing of what was said before.
  if (link.ended->field("how") == "rst") return;
  const Event& event = link.cut ? *link.cut : *link.ended;
  finder.expect(!link.cut, event, "the client ended the connection without telling TLS");
}

// RFC 8314 sec 5. A scenario may be the reason: no transcript tells what the server would speak.
void modern_version(const TlsLink& link, Finder& finder) {
  if (link.begun) {
    const std::string version(link.begun->field("version").value_or(""));
    const bool is_modern = version == "TLSv1.2" || version == "TLSv1.3";
    if (is_modern) return finder.good(*link.begun);
    return finder.slip(*link.begun, "the client took " + version);
  }
  if (link.failed->field("failed") == "no version of TLS in common") {
    finder.slip(*link.failed, "the client has no version of TLS that the server has");
  }
}

bool is_loopback(std::string_view address) {
  return address.starts_with("127.") || address == "::1" || address == "unix";
}

// RFC 8446 sec 9.2. Who comes from the same machine may well have been given an address.
void server_name(const TlsLink& link, Finder& finder) {
  if (!link.begun) return;
  if (link.begun->field("sni")) return finder.good(*link.begun);
  const std::string measured = "the client did not say whom it wants to talk to";
  if (is_loopback(link.client)) return finder.remark(*link.begun, measured);
  finder.breach(*link.begun, measured);
}

// What is said inside of TLS excuses nobody.
constexpr TlsCheck tls_table[] = {
    {"tls.implicit.clienthello-first", hello_first, for_all, Excuse::none},
    {"tls.closure.alert-before-tcp-close", alert_before_close, for_all, Excuse::none},
    {"tls.version.modern-version-supported", modern_version, for_all, Excuse::none},
    {"tls.sni.send-configured-host-name", server_name, for_all, Excuse::none},
};

}  // namespace

std::span<const TlsCheck> tls_checks() { return tls_table; }

}  // namespace postiche::judge
