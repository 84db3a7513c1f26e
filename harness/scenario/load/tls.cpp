// SPDX-License-Identifier: MIT
// The section `tls` and the step of that name.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/load/sections.h"
#include "harness/tls/ability.h"

namespace postiche::scenario {

namespace {

using tls::Break;
using tls::Certificate;

void load_certificate(Reader& reader, const Node& node, TlsChange& out) {
  constexpr Choice<Certificate> choices[] = {
      {"good", Certificate::good},
      {"expired", Certificate::expired},
      {"not-yet-valid", Certificate::not_yet_valid},
      {"wrong-host", Certificate::wrong_host},
      {"common-name", Certificate::common_name},
      {"address-as-name", Certificate::address_as_name},
      {"client-only", Certificate::client_only},
      {"not-an-authority", Certificate::not_an_authority},
      {"wildcard", Certificate::wildcard},
      {"ip", Certificate::ip},
      {"self-signed", Certificate::self_signed},
      {"unknown-ca", Certificate::unknown_ca},
      {"incomplete-chain", Certificate::incomplete_chain},
      {"weak", Certificate::weak},
      {"sha1", Certificate::sha1},
      {"revoked", Certificate::revoked},
  };
  out.certificate = reader.choose(node, choices, "certificate");
}

// One version is both the lowest and the highest.
void load_versions(Reader& reader, const Node& node, TlsChange& out) {
  constexpr Choice<tls::Version> choices[] = {{"1.2", tls::Version::tls12},
                                              {"1.3", tls::Version::tls13}};
  const std::vector<const Node*> items = items_of(node);
  if (items.empty()) reader.error(node, "no version is left to speak", "such as [1.2, 1.3]");
  for (const Node* const item : items) {
    const auto version = reader.choose(*item, choices, "version of TLS");
    if (!version) continue;
    out.lowest = std::min(out.lowest.value_or(*version), *version);
    out.highest = std::max(out.highest.value_or(*version), *version);
  }
}

void load_ciphers(Reader& reader, const Node& node, TlsChange& out) {
  out.ciphers = reader.texts(node);
  // Another build may know more of them than this one.
  const std::vector<std::string> known = tls::known_ciphers();
  const std::vector<std::string_view> words(known.begin(), known.end());
  for (const Node* const item : items_of(node)) {
    const auto name = reader.text(*item);
    if (!name || tls::is_known_cipher(*name)) continue;
    const std::string hint = did_you_mean(*name, words);
    reader.warning(
        *item, "the TLS here knows no cipher '" + *name + "'",
        !hint.empty() ? hint : "write IANA's name of it: openssl ciphers -stdname has them");
  }
}
void load_protocols(Reader& reader, const Node& node, TlsChange& out) {
  out.protocols = reader.texts(node);
  const auto is_wrong = [](const std::string& name) { return name.empty() || name.size() > 255; };
  if (std::any_of(out.protocols->begin(), out.protocols->end(), is_wrong)) {
    reader.error(node, "a protocol of ALPN has 1 to 255 octets",
                 "such as smtp");  // RFC 7301 sec 3.1
  }
}
void load_client_certificate(Reader& reader, const Node& node, TlsChange& out) {
  constexpr Choice<tls::ClientCertificate> choices[] = {
      {"unwanted", tls::ClientCertificate::unwanted},
      {"asked", tls::ClientCertificate::asked},
      {"demanded", tls::ClientCertificate::demanded}};
  out.client_certificate = reader.choose(node, choices, "way to want a client's certificate");
}
void load_resumption(Reader& reader, const Node& node, TlsChange& out) {
  out.resumes = reader.yes_or_no(node);
}

// --- break ---

struct BreakDraft {
  Break out;
  bool has_alert = false, has_bytes = false;
};

void load_at(Reader& reader, const Node& node, BreakDraft& draft) {
  constexpr Choice<Break::At> choices[] = {{"start", Break::At::start},
                                           {"server-hello", Break::At::server_hello},
                                           {"finished", Break::At::finished},
                                           {"open", Break::At::open}};
  if (const auto at = reader.choose(node, choices, "moment of a handshake")) draft.out.at = *at;
}
void load_how(Reader& reader, const Node& node, BreakDraft& draft) {
  constexpr Choice<Break::How> choices[] = {
      {"stall", Break::How::stall},     {"alert", Break::How::alert},
      {"garbage", Break::How::garbage}, {"truncate", Break::How::truncate},
      {"close", Break::How::close},     {"reset", Break::How::reset}};
  if (const auto how = reader.choose(node, choices, "way to break off")) draft.out.how = *how;
}

// RFC 8446 sec 6, RFC 5246 sec 7.2.
constexpr Choice<std::uint8_t> alerts[] = {
    {"close-notify", 0},
    {"unexpected-message", 10},
    {"bad-record-mac", 20},
    {"record-overflow", 22},
    {"handshake-failure", 40},
    {"bad-certificate", 42},
    {"unsupported-certificate", 43},
    {"certificate-revoked", 44},
    {"certificate-expired", 45},
    {"certificate-unknown", 46},
    {"illegal-parameter", 47},
    {"unknown-ca", 48},
    {"access-denied", 49},
    {"decode-error", 50},
    {"decrypt-error", 51},
    {"protocol-version", 70},
    {"insufficient-security", 71},
    {"internal-error", 80},
    {"inappropriate-fallback", 86},
    {"user-canceled", 90},
    {"no-renegotiation", 100},
    {"missing-extension", 109},
    {"unsupported-extension", 110},
    {"unrecognized-name", 112},
    {"unknown-psk-identity", 115},
    {"certificate-required", 116},
    {"no-application-protocol", 120},
};
void load_alert(Reader& reader, const Node& node, BreakDraft& draft) {
  draft.has_alert = true;
  draft.out.how = Break::How::alert;
  const auto number = node.kind == Node::Kind::text ? ascii::parse_number(node.text) : std::nullopt;
  if (number && *number > 255) {
    reader.error(node, "an alert has a number from 0 to 255", "such as 40, or handshake-failure");
  } else if (number) {
    draft.out.alert = static_cast<std::uint8_t>(*number);
  } else if (const auto alert = reader.choose(node, alerts, "alert")) {
    draft.out.alert = *alert;
  }
}
void load_garbage(Reader& reader, const Node& node, BreakDraft& draft) {
  draft.has_bytes = true;
  draft.out.how = Break::How::garbage;
  Step sent;
  load_send_step(reader, node, sent);
  const auto* const bytes = std::get_if<SendStep>(&sent.what);
  if (bytes) draft.out.bytes = bytes->bytes.expand([](auto) { return std::nullopt; });
}
constexpr KeyRow<BreakDraft> break_rows[] = {
    {{"at", "a moment of a handshake",
      "What the server was about to do: start, server-hello, finished, or open with TLS done."},
     load_at},
    {{"do", "a way to break off", "stall, alert, garbage, truncate, close or reset; close."},
     load_how},
    {{"alert", "an alert", "This fatal alert, by name or number; handshake-failure."}, load_alert},
    {{"garbage", "bytes", "These bytes, as they are, instead of what was due."}, load_garbage},
};

void load_break(Reader& reader, const Node& node, TlsChange& out) {
  BreakDraft draft;
  load_keys(reader, node, "'break'", break_rows, draft);
  const Node* const how = node.find("do");
  if (draft.has_alert && draft.has_bytes) {
    reader.error(node, "a handshake breaks off in one way", "leave out alert or garbage");
  } else if (how && draft.has_alert && how->text != "alert") {
    reader.error(*how, "an alert is not '" + how->text + "'", "leave out 'do' or 'alert'");
  } else if (how && how->text == "garbage" && !draft.has_bytes) {
    reader.error(*how, "which bytes?", "such as garbage: {text: HTTP/1.0}");
  }
  out.breaks = std::move(draft.out);
}

constexpr KeyRow<TlsChange> tls_rows[] = {
    {{"certificate", "a kind of certificate",
      "good, or what a client must refuse: expired, not-yet-valid, wrong-host, common-name, "
      "address-as-name, client-only, self-signed, unknown-ca, incomplete-chain, not-an-authority, "
      "weak, sha1, revoked; wildcard and ip are good for some names."},
     load_certificate},
    {{"versions", "versions of TLS", "1.2, 1.3 or both."}, load_versions},
    {{"ciphers", "names", "Cipher suites by their IANA names; all that there are."}, load_ciphers},
    {{"protocols", "names", "What ALPN chooses from."}, load_protocols},
    {{"client-certificate", "unwanted, asked or demanded", "Whether a client shows one too."},
     load_client_certificate},
    {{"resumption", "yes or no", "Whether a session can be taken up again; yes."}, load_resumption},
    {{"break", "at, do, alert, garbage", "Where the handshake goes wrong, and how."}, load_break},
};

// --- the step ---

void load_plaintext(Reader& reader, const Node& node, TlsStep& out) {
  constexpr Choice<TlsStep::Plaintext> choices[] = {{"discard", TlsStep::Plaintext::discard},
                                                    {"keep", TlsStep::Plaintext::keep}};
  if (const auto chosen = reader.choose(node, choices, "use of plaintext")) out.plaintext = *chosen;
}
constexpr KeyRow<TlsStep> plaintext_rows[] = {
    {{"plaintext", "discard or keep",
      "What becomes of what the client sent in clear behind STARTTLS: a flawed server takes it for "
      "encrypted."},
     load_plaintext},
};

}  // namespace

void load_tls(Reader& reader, const Node& node, TlsChange& out) {
  load_keys(reader, node, "'tls'", tls_rows, out);
}

void load_tls_step(Reader& reader, const Node& node, Step& out) {
  TlsStep step;
  if (node.kind == Node::Kind::map) {
    Node own = node, rest = node;
    const auto is_own = [](const Node::Entry& entry) { return entry.key->text == "plaintext"; };
    std::erase_if(own.entries, [&](const Node::Entry& entry) { return !is_own(entry); });
    std::erase_if(rest.entries, is_own);
    load_keys(reader, own, "'tls'", plaintext_rows, step);
    load_tls(reader, rest, step.change);
  } else if (node.kind != Node::Kind::null) {
    constexpr Choice<bool> start[] = {{"start", true}};
    reader.choose(node, start, "step of TLS");
  }
  out.what = std::move(step);
}

std::vector<SectionDoc> document_tls() {
  return {document("tls", tls_rows), document("break", break_rows),
          document("tls as a step", plaintext_rows)};
}

}  // namespace postiche::scenario
