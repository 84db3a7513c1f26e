// SPDX-License-Identifier: MIT
#pragma once
// What is said and done to each command that may come where it does, is to be had, and is well
// formed. One file for each family of commands; the table is in handlers.cpp.

#include <string>
#include <string_view>
#include <variant>

#include "harness/imap/answer.h"
#include "harness/imap/command.h"
#include "harness/imap/session.h"

namespace postiche::imap {

struct Handler {
  // What a correct server says; changes nothing.
  Answer (*answer)(const Session& session, const Command& command);
  // What OK to it means; also for a command whose arguments are missing. Null: nothing.
  void (*apply)(Session& session, const Command& command) = nullptr;
};

const Handler& handler_of(Verb verb);

// The arguments of a command; those of an empty one where there are none.
template <typename Type>
const Type& arguments_of(const Command& command) {
  static const Type none{};
  const Type* const found = std::get_if<Type>(&command.arguments);
  return found ? *found : none;
}

// --- general.cpp ---
Answer answer_capability(const Session& session, const Command& command);
Answer answer_noop(const Session& session, const Command& command);
Answer answer_logout(const Session& session, const Command& command);
void apply_logout(Session& session, const Command& command);
Answer answer_id(const Session& session, const Command& command);
Answer answer_namespace(const Session& session, const Command& command);
Answer answer_enable(const Session& session, const Command& command);
void apply_enable(Session& session, const Command& command);
Answer answer_idle(const Session& session, const Command& command);
Answer answer_compress(const Session& session, const Command& command);
void apply_compress(Session& session, const Command& command);

// --- login.cpp ---
Answer answer_starttls(const Session& session, const Command& command);
void apply_starttls(Session& session, const Command& command);
Answer answer_authenticate(const Session& session, const Command& command);
Answer answer_login_command(const Session& session, const Command& command);
void apply_login(Session& session, const Command& command);
Answer answer_unauthenticate(const Session& session, const Command& command);
void apply_unauthenticate(Session& session, const Command& command);
// Lets this user in.
void let_in(Session& session, std::string user);
// What is said of a user who has been proven.
Reply answer_user(const Session& session, std::string_view user);

// --- tree.cpp ---
Answer answer_create(const Session& session, const Command& command);
void apply_create(Session& session, const Command& command);
Answer answer_delete(const Session& session, const Command& command);
void apply_delete(Session& session, const Command& command);
Answer answer_rename(const Session& session, const Command& command);
void apply_rename(Session& session, const Command& command);
Answer answer_subscribe(const Session& session, const Command& command);
void apply_subscribe(Session& session, const Command& command);

// --- listing.cpp, status.cpp ---
Answer answer_list(const Session& session, const Command& command);
Answer answer_status(const Session& session, const Command& command);
void apply_status(Session& session, const Command& command);
Answer answer_quota(const Session& session, const Command& command);
Answer answer_setquota(const Session& session, const Command& command);

// --- metadata.cpp ---
Answer answer_getmetadata(const Session& session, const Command& command);
Answer answer_setmetadata(const Session& session, const Command& command);
void apply_setmetadata(Session& session, const Command& command);
// RFC 5464 sec 4.3
Answer refuse_large_note();

// --- notify.cpp ---
Answer answer_notify(const Session& session, const Command& command);
void apply_notify(Session& session, const Command& command);

// --- selecting.cpp ---
Answer answer_select(const Session& session, const Command& command);
void apply_select(Session& session, const Command& command);
Answer answer_close(const Session& session, const Command& command);
void apply_close(Session& session, const Command& command);
// The mailbox that is open is so no more.
void leave_mailbox(Session& session);

// --- appending.cpp ---
Answer answer_append(const Session& session, const Command& command);
void apply_append(Session& session, const Command& command);
Answer answer_replace(const Session& session, const Command& command);
void apply_replace(Session& session, const Command& command);

// --- expunging.cpp, storing.cpp, copying.cpp, fetch.cpp, search.cpp ---
Answer answer_expunge(const Session& session, const Command& command);
void apply_expunge(Session& session, const Command& command);
Answer answer_store(const Session& session, const Command& command);
void apply_store(Session& session, const Command& command);
Answer answer_copy(const Session& session, const Command& command);
void apply_copy(Session& session, const Command& command);
Answer answer_fetch(const Session& session, const Command& command);
void apply_fetch(Session& session, const Command& command);
Answer answer_search(const Session& session, const Command& command);
void apply_search(Session& session, const Command& command);
// NO was said to it.
void fail_search(Session& session, const Command& command);
Answer answer_thread(const Session& session, const Command& command);

}  // namespace postiche::imap
