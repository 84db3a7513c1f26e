// SPDX-License-Identifier: MIT
#include "harness/judge/checks.h"

#include <algorithm>

#include "harness/base/bug.h"
#include "harness/judge/check.h"
#include "harness/judge/delivery.h"

namespace postiche::judge {
namespace {

unsigned bit_of(Role role) { return 1U << static_cast<unsigned>(role); }

template <typename Check>
using Tables = std::initializer_list<std::span<const Check>>;

template <typename Check, typename Read, typename Use>
void for_each_of(Tables<Check> tables, const std::deque<Read>& read, Use use) {
  for (const auto table : tables) {
    for (const Check& check : table) use(check, read);
  }
}

// Every check, whatever it reads: `use(check, what it reads)`.
template <typename Use>
void for_each_check(const Conversations& run, Use use) {
  for_each_of<SmtpCheck>({smtp_line_checks(), smtp_path_checks(), smtp_hello_checks(),
                          smtp_order_checks(), smtp_parameter_checks(), smtp_dsn_checks(),
                          smtp_content_checks(), smtp_chunking_checks(), smtp_auth_checks()},
                         run.smtp, use);
  for_each_of<Pop3Check>({pop3_line_checks(), pop3_order_checks()}, run.pop3, use);
  for_each_of<ImapCheck>({imap_line_checks(), imap_literal_checks(), imap_login_checks(),
                          imap_state_checks(), imap_extension_checks()},
                         run.imap, use);
  for_each_of<MessageCheck>(
      {message_line_checks(), message_header_checks(), message_field_checks(),
       message_encoded_word_checks(), message_mime_checks(), message_encoding_checks()},
      run.letters, use);
  for_each_of<SaslCheck>({sasl_checks()}, run.exchanges, use);
  for_each_of<TlsCheck>({tls_checks()}, run.links, use);
}

// What refers to conversations, which have to stay where they are.
void read_run(const std::vector<const transcript::Event*>& events, Conversations& run) {
  run.smtp = smtp_conversations(events);
  run.pop3 = pop3_conversations(events);
  run.imap = imap_conversations(events);
  run.letters = letters(run.smtp, run.imap);
  run.exchanges = sasl_exchanges(run.smtp, run.pop3, run.imap);
  run.links = tls_links(events);
}

template <typename Conversation>
Finder look(const CheckOf<Conversation>& check, const std::deque<Conversation>& conversations,
            const Profile& profile) {
  Finder finder(profile);
  for (const Conversation& one : conversations) {
    const bool excused = check.excuse == Excuse::by_server;
    finder.excuse_from(excused ? one.disturbed_from : 0);
    check.look(one, finder);
  }
  return finder;
}

void apply(const scenario::CheckPolicy& policy, Verdict& verdict) {
  using How = scenario::CheckPolicy::How;
  if (policy.how == How::skip) {
    verdict.outcome = Outcome::skip;
    verdict.measured = policy.reason;
  }
  if (policy.how == How::downgrade && verdict.outcome == Outcome::fail) {
    verdict.outcome = Outcome::warn;
    verdict.measured += " (not held against the client: " + policy.reason + ")";
  }
  if (policy.how == How::enforce) verdict.is_enforced = true;
}

std::vector<Verdict> judge_read(const Profile& profile,
                                const std::vector<scenario::CheckPolicy>& policies,
                                const Conversations& run) {
  std::vector<Verdict> verdicts;
  for_each_check(run, [&](const auto& check, const auto& conversations) {
    const Requirement* const requirement = find_requirement(check.id);
    POSTICHE_CHECK(requirement != nullptr);
    Verdict verdict = look(check, conversations, profile).verdict(*requirement);
    if (verdict.outcome == Outcome::unresolved && verdict.evidence.empty()) return;
    if ((check.roles & bit_of(profile.role)) == 0) {
      verdict.outcome = Outcome::skip;
      verdict.measured = "not asked of a client whose role is " + std::string(name(profile.role));
    }
    for (const scenario::CheckPolicy& policy : policies) {
      if (policy.id == verdict.id) apply(policy, verdict);
    }
    verdicts.push_back(std::move(verdict));
  });
  return verdicts;
}

}  // namespace

std::vector<Verdict> judge_checks(const Profile& profile,
                                  const std::vector<scenario::CheckPolicy>& policies,
                                  const std::vector<const transcript::Event*>& events) {
  Conversations run;
  read_run(events, run);
  return judge_read(profile, policies, run);
}

std::vector<Verdict> judge_client(const Profile& profile,
                                  const std::vector<scenario::CheckPolicy>& policies,
                                  const std::vector<const transcript::Event*>& events,
                                  const std::optional<std::string>& given) {
  Conversations run;
  read_run(events, run);
  std::vector<Verdict> verdicts = judge_read(profile, policies, run);
  auto delivery = judge_delivery(deliveries(run.smtp, events, given));
  if (delivery) verdicts.insert(verdicts.begin(), *std::move(delivery));
  return verdicts;
}

std::vector<KnownCheck> known_checks() {
  std::vector<KnownCheck> all;
  for_each_check({}, [&](const auto& check, const auto&) {
    all.push_back({check.id, check.excuse == Excuse::by_server});
  });
  return all;
}

std::optional<KnownCheck> known_check(std::string_view id) {
  for (const KnownCheck& check : known_checks()) {
    if (check.id == id) return check;
  }
  return std::nullopt;
}

}  // namespace postiche::judge
