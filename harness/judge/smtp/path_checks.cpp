// SPDX-License-Identifier: MIT
// How addresses in MAIL and RCPT are written, and the names that clients greet with.

#include "harness/base/ascii.h"
#include "harness/judge/check.h"
#include "harness/judge/smtp/acts.h"
#include "harness/mail/domain.h"

namespace postiche::judge {

using smtp::Verb;

namespace {

// A requirement that the grammar knows the breaches of, each by its name.
struct PathRow {
  std::string_view deviations[6];
  std::string_view measured;  // behind the verb: "has no angle brackets"
};

std::string_view path_text(const SmtpAct& act) {
  const std::string_view argument = act.command.argument;
  return argument.substr(std::min(argument.size(), argument.find(':') + 1));
}

template <const PathRow& row>
void by_deviation(const SmtpConversation& conversation, Finder& finder) {
  for_each_envelope(conversation, [&](const SmtpAct& act) {
    const bool odd = !found_in(act.command, row.deviations).empty();
    finder.expect(!odd, *act.event, verb_of(act) + " " + std::string(row.measured), path_text(act));
  });
}

constexpr PathRow brackets{{"missing-angle-brackets", "missing-closing-bracket", "missing-path"},
                           "has a path that is not in angle brackets"};
constexpr PathRow local_part{{"bad-character-in-local-part", "misplaced-dot", "unterminated-quote",
                              "missing-local-part", "white-space-in-path"},
                             "has a local part that is neither a dot-string nor a quoted string"};
constexpr PathRow quoting{{"needless-quoting"}, "quotes a local part that needs no quotes"};
constexpr PathRow labels{{"underscore-in-domain", "bad-character-in-domain", "empty-label",
                          "hyphen-at-label-edge", "trailing-dot-in-domain", "label-too-long"},
                         "has a domain that is not labels of letters, digits and hyphens"};
constexpr PathRow routes{{"source-route", "bad-source-route"}, "has a source route"};

// RFC 5321 sec 4.5.3.1.1
void local_part_length(const SmtpConversation& conversation, Finder& finder) {
  for_each_envelope(conversation, [&](const SmtpAct& act) {
    if (!act.command.path || act.command.path->is_null()) return;
    const std::string_view part = act.command.path->local_part;
    finder.expect(part.size() <= 64, *act.event,
                  "the local part has " + std::to_string(part.size()) + " octets, at most 64 fit",
                  part);
  });
}

// RFC 5321 sec 4.5.3.1.2 and 4.5.3.1.3
void domain_and_path_length(const SmtpConversation& conversation, Finder& finder) {
  for_each_envelope(conversation, [&](const SmtpAct& act) {
    if (!act.command.path || act.command.path->is_null()) return;
    const mail::Path& path = *act.command.path;
    const std::size_t route = path.source_route.empty() ? 0 : path.source_route.size() + 1;
    const std::size_t whole = route + path.local_part.size() + path.domain.size() + 3;
    finder.expect(path.domain.size() <= 255 && whole <= 256, *act.event,
                  "the path has " + std::to_string(whole) + " octets, at most 256 fit",
                  path_text(act));
  });
}

// RFC 5321 sec 3.3 and 4.1.1.2: "MAIL FROM:<" with no space around the colon.
void no_space_around_colon(const SmtpConversation& conversation, Finder& finder) {
  for_each_envelope(conversation, [&](const SmtpAct& act) {
    const std::string_view argument = act.command.argument;
    const std::size_t colon = argument.find(':');
    if (colon == std::string_view::npos) return;
    const bool before = colon > 0 && ascii::is_space(argument[colon - 1]);
    const bool after = colon + 1 < argument.size() && ascii::is_space(argument[colon + 1]);
    finder.expect(!before && !after, *act.event,
                  std::string("a space stands ") + (after ? "behind" : "before") +
                      " the colon of " + verb_of(act),
                  argument.substr(after ? colon + 1 : colon - (before ? 1 : 0), 1));
  });
}

// RFC 5321 sec 4.1.3: brackets, and "IPv6:" for those. Of EHLO too.
void address_literals(const SmtpConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const SmtpAct& act) {
    const bool is_hello = smtp::is_hello(act.command.verb);
    const bool has_path = act.command.path && !act.command.path->domain.empty();
    if (!is_hello && !has_path) return;
    const std::string_view domain = is_hello ? act.command.domain : act.command.path->domain;
    const bool looks_bare = mail::is_ipv4_address(domain) || domain.find(':') != domain.npos;
    const bool is_literal = domain.starts_with('[');
    if (!is_literal && !looks_bare) return;
    constexpr std::string_view odd[] = {"bad-address-literal", "bare-ip-address",
                                        "bad-character-in-domain"};
    finder.expect(is_literal && found_in(act.command, odd).empty(), *act.event,
                  verb_of(act) + " writes an IP address that is no address literal", domain);
  });
}

// RFC 5321 appendix F.4: "#123" was a host by number once.
void no_hash_hosts(const SmtpConversation& conversation, Finder& finder) {
  for_each_command(conversation, [&](const SmtpAct& act) {
    const bool is_hello = smtp::is_hello(act.command.verb);
    if (!is_hello && !act.command.path) return;
    const std::string_view domain = is_hello ? act.command.domain : act.command.path->domain;
    finder.expect(!domain.starts_with('#'), *act.event, verb_of(act) + " names a host by number",
                  domain);
  });
}

// RFC 5321 sec 2.3.5. A lone label could be a top-level domain with mail, so it is only a slip
// where it looks like one.
void fully_qualified(const SmtpConversation& conversation, Finder& finder) {
  for_each_envelope(conversation, [&](const SmtpAct& act) {
    if (!act.command.path || act.command.path->domain.empty()) return;
    const std::string_view domain = act.command.path->domain;
    if (domain.starts_with('[')) return;
    if (domain.find('.') != domain.npos) return finder.good(*act.event);
    const std::string measured = verb_of(act) + " has a domain without a dot";
    const bool known_alone = ascii::equal_ignoring_case(domain, "localhost");
    if (known_alone || domain.size() > 3) return finder.breach(*act.event, measured, domain);
    finder.slip(*act.event, measured, domain);
  });
}

// RFC 5321 sec 4.1.1.3
void only_postmaster(const SmtpConversation& conversation, Finder& finder) {
  for_each(conversation, {Verb::rcpt}, [&](const SmtpAct& act) {
    if (!act.command.path) return;
    const bool alone = act.command.path->domain.empty();
    const bool postmaster = ascii::equal_ignoring_case(act.command.path->local_part, "postmaster");
    finder.expect(!alone || postmaster, *act.event, "a recipient has no domain", path_text(act));
  });
}

constexpr SmtpCheck path_table[] = {
    {"smtp.path.local-part-length-limit", local_part_length},
    {"smtp.path.domain-and-path-length-limit", domain_and_path_length},
    {"smtp.path.no-space-around-colon", no_space_around_colon},
    {"smtp.path.enclosed-in-angle-brackets", by_deviation<brackets>},
    {"smtp.path.valid-local-part-grammar", by_deviation<local_part>},
    {"smtp.path.least-local-part-quoting", by_deviation<quoting>},
    {"smtp.path.domain-labels-ldh-only", by_deviation<labels>},
    {"smtp.path.address-literals-well-formed", address_literals},
    {"smtp.path.no-hash-number-hosts", no_hash_hosts},
    {"smtp.path.no-source-routes", by_deviation<routes>},
    {"smtp.path.domains-fully-qualified", fully_qualified},
    {"smtp.rcpt.only-postmaster-without-domain", only_postmaster},
};

}  // namespace

std::span<const SmtpCheck> smtp_path_checks() { return path_table; }

}  // namespace postiche::judge
