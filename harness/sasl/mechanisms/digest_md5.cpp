// SPDX-License-Identifier: MIT
#include "harness/sasl/mechanisms/digest_md5.h"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/base/ascii.h"
#include "harness/base/digest.h"
#include "harness/base/utf8.h"

namespace postiche::sasl {

namespace {

// Which values stand in quotes, RFC 2831 sec 2.1.1, 2.1.2; "qop" and "cipher" do where a server
// lists them and don't where a client chooses.
constexpr std::array<std::string_view, 6> in_quotes = {"username", "realm",      "nonce",
                                                       "cnonce",   "digest-uri", "authzid"};
constexpr std::array<std::string_view, 5> without_quotes = {"nc", "response", "charset",
                                                            "algorithm", "maxbuf"};

template <std::size_t N>
bool is_among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void skip_space(std::string_view& rest) {
  while (!rest.empty() && ascii::is_blank(rest.front())) rest.remove_prefix(1);
}

// Null elements are allowed: RFC 2831 sec 7.1.
void skip_separators(std::string_view& rest) {
  while (!rest.empty() && (ascii::is_blank(rest.front()) || rest.front() == ','))
    rest.remove_prefix(1);
}

// qdstr-val behind its first quote; nothing where the last one is missing.
std::optional<std::string> take_quoted(std::string_view& rest) {
  std::string out;
  while (!rest.empty()) {
    char c = rest.front();
    rest.remove_prefix(1);
    if (c == '"') return out;
    if (c == '\\') {
      if (rest.empty()) return std::nullopt;
      c = rest.front();
      rest.remove_prefix(1);
    }
    out += c;
  }
  return std::nullopt;
}

std::optional<Directive> take_directive(std::string_view& rest, Deviations& deviations) {
  const std::size_t equals = rest.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  const std::string_view name = ascii::trim(rest.substr(0, equals));
  if (name.empty() || name.find_first_of(",\" \t") != std::string_view::npos) return std::nullopt;
  rest.remove_prefix(equals + 1);
  skip_space(rest);
  Directive directive{ascii::to_lower(name), ""};
  if (directive.name != name) note(deviations, "upper-case-directive");
  if (!rest.empty() && rest.front() == '"') {
    rest.remove_prefix(1);
    auto value = take_quoted(rest);
    if (!value) return std::nullopt;
    directive.value = std::move(*value);
    if (is_among(without_quotes, directive.name)) note(deviations, "quoted-value");
  } else {
    const std::size_t end = std::min(rest.find(','), rest.size());
    directive.value = ascii::trim(rest.substr(0, end));
    rest.remove_prefix(end);
    if (is_among(in_quotes, directive.name)) note(deviations, "unquoted-value");
  }
  skip_space(rest);
  if (!rest.empty() && rest.front() != ',') return std::nullopt;
  return directive;
}

std::string md5(std::string_view text) { return digest::sum(digest::Hash::md5, text); }

}  // namespace

// 1#( directive )                                                  RFC 2831 sec 2.1.2, 7.1
std::optional<Directives> read_directives(std::string_view text, Deviations& deviations) {
  Directives directives;
  for (skip_separators(text); !text.empty(); skip_separators(text)) {
    auto directive = take_directive(text, deviations);
    if (!directive) return std::nullopt;
    directives.push_back(std::move(*directive));
  }
  return directives;
}

const std::string* value_of(const Directives& directives, std::string_view name) {
  const auto same = [&](const Directive& each) { return each.name == name; };
  const auto found = std::find_if(directives.begin(), directives.end(), same);
  return found == directives.end() ? nullptr : &found->value;
}

std::string quoted_directive(std::string_view name, std::string_view value) {
  std::string out = std::string(name) + "=\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

// A1 = { H( { username-value, ":", realm-value, ":", passwd } ),
//        ":", nonce-value, ":", cnonce-value, [ ":", authzid-value ] }
// A2 = { "AUTHENTICATE:", digest-uri-value }                       RFC 2831 sec 2.1.2.1
// HEX( KD ( HEX(H(A1)), { nonce-value, ":" nc-value, ":", cnonce-value, ":", qop-value, ":",
//                         HEX(H(A2)) }))
std::string digest_of(const DigestFacts& facts, std::string_view method) {
  std::string a1 =
      md5(to_latin1(facts.user) + ":" + to_latin1(facts.realm) + ":" + to_latin1(facts.password));
  a1 += ":" + facts.nonce + ":" + facts.cnonce;
  if (!facts.identity.empty()) a1 += ":" + facts.identity;
  const std::string a2 = std::string(method) + ":" + facts.digest_uri;
  return digest::hex(md5(digest::hex(md5(a1)) + ":" + facts.nonce + ":" + facts.nc + ":" +
                         facts.cnonce + ":" + facts.qop + ":" + digest::hex(md5(a2))));
}

std::string to_latin1(std::string_view utf8) {
  std::string out;
  for (std::string_view rest = utf8; !rest.empty();) {
    const std::size_t size = utf8::leading_character(rest);
    const auto lead = static_cast<unsigned char>(rest.front());
    if (size == 1) {
      out += rest.front();
    } else if (size == 2 && lead <= 0xC3) {
      out += static_cast<char>((lead & 3) << 6 | (static_cast<unsigned char>(rest[1]) & 0x3F));
    } else {
      return std::string(utf8);
    }
    rest.remove_prefix(size);
  }
  return out;
}

std::string from_latin1(std::string_view latin1) {
  std::string out;
  for (const char c : latin1) out += utf8::encode(static_cast<unsigned char>(c));
  return out;
}

}  // namespace postiche::sasl
