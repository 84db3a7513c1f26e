// SPDX-License-Identifier: MIT
#include "harness/tls/alert.h"

#include <algorithm>
#include <array>

namespace postiche::tls {
namespace {

struct AlertRow {
  std::uint8_t number;
  std::string_view name;
};

// Those of RFC 8446 sec 6, and of RFC 5246 sec 7.2 where TLS 1.3 has none any more.
constexpr std::array<AlertRow, 34> alert_rows = {{
    {0, "close_notify"},
    {10, "unexpected_message"},
    {20, "bad_record_mac"},
    {21, "decryption_failed"},
    {22, "record_overflow"},
    {30, "decompression_failure"},
    {40, "handshake_failure"},
    {41, "no_certificate"},
    {42, "bad_certificate"},
    {43, "unsupported_certificate"},
    {44, "certificate_revoked"},
    {45, "certificate_expired"},
    {46, "certificate_unknown"},
    {47, "illegal_parameter"},
    {48, "unknown_ca"},
    {49, "access_denied"},
    {50, "decode_error"},
    {51, "decrypt_error"},
    {60, "export_restriction"},
    {70, "protocol_version"},
    {71, "insufficient_security"},
    {80, "internal_error"},
    {86, "inappropriate_fallback"},
    {90, "user_canceled"},
    {100, "no_renegotiation"},
    {109, "missing_extension"},
    {110, "unsupported_extension"},
    {111, "certificate_unobtainable"},
    {112, "unrecognized_name"},
    {113, "bad_certificate_status_response"},
    {114, "bad_certificate_hash_value"},
    {115, "unknown_psk_identity"},
    {116, "certificate_required"},
    {120, "no_application_protocol"},
}};

}  // namespace

std::string_view alert_name(std::uint8_t number) {
  const auto* const row = std::ranges::find(alert_rows, number, &AlertRow::number);
  return row == alert_rows.end() ? std::string_view() : row->name;
}

std::optional<std::uint8_t> alert_named(std::string_view name) {
  const auto* const row = std::ranges::find(alert_rows, name, &AlertRow::name);
  if (row == alert_rows.end()) return std::nullopt;
  return row->number;
}

std::vector<std::string_view> alert_names() {
  std::vector<std::string_view> names;
  names.reserve(alert_rows.size());
  for (const AlertRow& row : alert_rows) names.push_back(row.name);
  return names;
}

std::string describe_alert(std::uint8_t number) {
  const std::string_view name = alert_name(number);
  return "alert " + std::to_string(number) + (name.empty() ? "" : " (" + std::string(name) + ")");
}

}  // namespace postiche::tls
