// SPDX-License-Identifier: MIT
#include "harness/imap/handlers/handlers.h"

#include <array>

namespace postiche::imap {

const Handler& handler_of(Verb verb) {
  static constexpr Handler noop{answer_noop};
  static constexpr auto table = [] {
    std::array<Handler, verb_count> rows{};
    rows.fill(noop);
    const auto set = [&](Verb each, Handler handler) {
      rows[static_cast<std::size_t>(each)] = handler;
    };
    set(Verb::capability, {answer_capability});
    set(Verb::logout, {answer_logout, apply_logout});
    set(Verb::id, {answer_id});
    set(Verb::starttls, {answer_starttls, apply_starttls});
    set(Verb::authenticate, {answer_authenticate});
    set(Verb::login, {answer_login_command, apply_login});
    set(Verb::enable, {answer_enable, apply_enable});
    set(Verb::select, {answer_select, apply_select});
    set(Verb::examine, {answer_select, apply_select});
    set(Verb::create, {answer_create, apply_create});
    set(Verb::delete_, {answer_delete, apply_delete});
    set(Verb::rename, {answer_rename, apply_rename});
    set(Verb::subscribe, {answer_subscribe, apply_subscribe});
    set(Verb::unsubscribe, {answer_subscribe, apply_subscribe});
    set(Verb::list, {answer_list});
    set(Verb::lsub, {answer_list});
    set(Verb::namespace_, {answer_namespace});
    set(Verb::status, {answer_status, apply_status});
    set(Verb::append, {answer_append, apply_append});
    set(Verb::idle, {answer_idle});
    set(Verb::compress, {answer_compress, apply_compress});
    set(Verb::unauthenticate, {answer_unauthenticate, apply_unauthenticate});
    set(Verb::getquota, {answer_quota});
    set(Verb::getquotaroot, {answer_quota});
    set(Verb::setquota, {answer_setquota});
    set(Verb::getmetadata, {answer_getmetadata});
    set(Verb::setmetadata, {answer_setmetadata, apply_setmetadata});
    set(Verb::notify, {answer_notify, apply_notify});
    set(Verb::close, {answer_close, apply_close});
    set(Verb::unselect, {answer_close, apply_close});
    set(Verb::expunge, {answer_expunge, apply_expunge});
    set(Verb::search, {answer_search, apply_search});
    set(Verb::sort, {answer_search, apply_search});
    set(Verb::thread, {answer_thread});
    set(Verb::fetch, {answer_fetch, apply_fetch});
    set(Verb::store, {answer_store, apply_store});
    set(Verb::copy, {answer_copy, apply_copy});
    set(Verb::move, {answer_copy, apply_copy});
    set(Verb::replace, {answer_replace, apply_replace});
    return rows;
  }();
  return table[static_cast<std::size_t>(verb)];
}

}  // namespace postiche::imap
