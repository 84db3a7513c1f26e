// SPDX-License-Identifier: MIT
#pragma once
// What the two sides of a connection have agreed on, for transcripts and conditions. Plain values.

#include <string>

namespace postiche::tls {

struct Facts {
  std::string version;      // "TLSv1.3"
  std::string cipher;       // by its IANA name
  std::string server_name;  // what the client asked for (SNI); empty: nothing
  std::string protocol;     // of ALPN; empty: none
  bool resumed = false;
  std::string client_subject;   // of the client's certificate, "CN=alice"; empty: it showed none
  bool client_trusted = false;  // signed by our authority and in its time
  // Channel bindings, raw octets; empty where there is none: RFC 5929 sec 3, 4 and RFC 9266 sec 2.
  std::string tls_unique, tls_server_end_point, tls_exporter;
};

}  // namespace postiche::tls
