// SPDX-License-Identifier: MIT
#include "harness/server/evidence.h"

#include "harness/judge/checks.h"
#include "harness/judge/expectations.h"
#include "harness/judge/report/failure.h"
#include "harness/server/mailroom.h"
#include "harness/server/views_of.h"
#include "harness/transcript/json_lines.h"
#include "harness/transcript/text_form.h"

namespace postiche::server {

template <typename Act>
auto Evidence::seen(Act act) const {
  std::optional<decltype(act(std::declval<const engine::World&>()))> made;
  look([&](const engine::World& world) { made.emplace(act(world)); });
  return std::move(*made);
}

std::vector<MessageView> Evidence::messages() const { return seen(messages_of); }

std::vector<SessionView> Evidence::sessions() const { return seen(sessions_of); }

Counts Evidence::counts() const { return seen(counts_of); }

std::vector<AccountView> Evidence::accounts() const { return seen(accounts_of); }

Result<std::vector<StoredView>> Evidence::mailbox(std::string_view account,
                                                  std::string_view name) const {
  return seen([&](const engine::World& world) { return stored_in(world, account, name); });
}

std::vector<judge::Verdict> Evidence::verdicts() const {
  return seen([](const engine::World& world) {
    return judge::judge(*world.scenario, world.transcript.events());
  });
}

std::vector<judge::Verdict> Evidence::check_verdicts(
    const judge::Profile& profile, const std::optional<std::string>& given) const {
  return seen([&](const engine::World& world) {
    return judge::judge_client(profile, world.scenario->checks, world.transcript.events(), given);
  });
}

namespace {

// What the client has failed of what the scenario expects, and of the catalogue.
std::vector<judge::Verdict> failed_of(const engine::World& world, const judge::Profile& profile,
                                      judge::Strictness strictness,
                                      const std::optional<std::string>& given) {
  const auto events = world.transcript.events();
  auto failed = judge::judge(*world.scenario, events);
  std::erase_if(failed, [](const auto& verdict) { return !judge::is_failure(verdict); });
  for (auto& check : judge::judge_client(profile, world.scenario->checks, events, given)) {
    if (judge::is_failure(check, strictness)) failed.push_back(std::move(check));
  }
  return failed;
}

}  // namespace

std::string Evidence::failure(const judge::Profile& profile, judge::Strictness strictness,
                              const std::optional<std::string>& given) const {
  return seen([&](const engine::World& world) {
    const auto failed = failed_of(world, profile, strictness, given);
    if (failed.empty()) return std::string();
    return judge::failure_text(failed, world.transcript.events(), secrets());
  });
}

std::string Evidence::annotated_text() const {
  return seen([&](const engine::World& world) {
    const auto failed = failed_of(world, {}, judge::Strictness::enforced, std::nullopt);
    return judge::annotated_text(failed, world.transcript.events(), secrets());
  });
}

judge::ReportCase Evidence::report_case(const std::string& name,
                                        const std::vector<judge::Verdict>& verdicts) const {
  return seen([&](const engine::World& world) {
    return judge::report_case(*world.scenario, name, verdicts, world.transcript.events(),
                              secrets());
  });
}

Summary Evidence::summary() const { return seen(summary_of); }

std::string Evidence::transcript_text() const {
  return seen([&](const engine::World& world) {
    return transcript::to_text(transcript::text_lines(world.transcript.events(), secrets()));
  });
}

std::string Evidence::transcript_json_lines(transcript::Secrets secrets) const {
  return seen([secrets](const engine::World& world) {
    std::string out;
    transcript::write_header(out, header_of(*world.scenario, secrets));
    for (const transcript::Event* const event : world.transcript.events()) {
      transcript::write_event(out, *event, secrets);
    }
    return out;
  });
}

}  // namespace postiche::server
