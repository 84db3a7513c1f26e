// SPDX-License-Identifier: MIT
#include "harness/imap/extensions.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::imap {

namespace {

using When = Extension::When;

constexpr Verb starttls_verbs[] = {Verb::starttls};
constexpr Verb idle_verbs[] = {Verb::idle};
constexpr Verb namespace_verbs[] = {Verb::namespace_};
constexpr Verb id_verbs[] = {Verb::id};
constexpr Verb unselect_verbs[] = {Verb::unselect};
constexpr Verb sort_verbs[] = {Verb::sort};
constexpr Verb thread_verbs[] = {Verb::thread};
constexpr Verb enable_verbs[] = {Verb::enable};
constexpr Verb move_verbs[] = {Verb::move};
constexpr Verb quota_verbs[] = {Verb::getquota, Verb::getquotaroot, Verb::setquota};
constexpr Verb metadata_verbs[] = {Verb::getmetadata, Verb::setmetadata};
constexpr Verb notify_verbs[] = {Verb::notify};
constexpr Verb compress_verbs[] = {Verb::compress};
constexpr Verb replace_verbs[] = {Verb::replace};
constexpr Verb unauthenticate_verbs[] = {Verb::unauthenticate};

// Of two that say nearly the same (LITERAL+ and LITERAL-) a server offers one: RFC 7888 sec 5.
constexpr Extension extension_table[] = {
    {.keyword = "IMAP4rev1"},
    {.keyword = "IMAP4rev2"},
    {.keyword = "STARTTLS", .when = When::in_clear, .verbs = starttls_verbs},
    {.keyword = "LOGINDISABLED", .when = When::before_login, .usual = false},
    {.keyword = "SASL-IR", .when = When::before_login},
    {.keyword = "LITERAL+"},
    {.keyword = "LITERAL-", .usual = false},
    {.keyword = "ENABLE", .verbs = enable_verbs},
    {.keyword = "ID", .verbs = id_verbs},
    {.keyword = "IDLE", .when = When::after_login, .verbs = idle_verbs},
    {.keyword = "NAMESPACE", .when = When::after_login, .verbs = namespace_verbs},
    {.keyword = "CHILDREN", .when = When::after_login},
    {.keyword = "UIDPLUS", .when = When::after_login},
    {.keyword = "UNSELECT", .when = When::after_login, .verbs = unselect_verbs},
    {.keyword = "MOVE", .when = When::after_login, .verbs = move_verbs},
    {.keyword = "ESEARCH", .when = When::after_login},
    {.keyword = "SEARCHRES", .when = When::after_login},
    {.keyword = "WITHIN", .when = When::after_login},
    {.keyword = "SORT", .when = When::after_login, .verbs = sort_verbs},
    {.keyword = "SORT=DISPLAY", .when = When::after_login},
    {.keyword = "THREAD=ORDEREDSUBJECT", .when = When::after_login, .verbs = thread_verbs},
    {.keyword = "THREAD=REFERENCES", .when = When::after_login, .verbs = thread_verbs},
    {.keyword = "CONDSTORE", .when = When::after_login},
    {.keyword = "QRESYNC", .when = When::after_login},
    {.keyword = "LIST-EXTENDED", .when = When::after_login},
    {.keyword = "LIST-STATUS", .when = When::after_login},
    {.keyword = "SPECIAL-USE", .when = When::after_login},
    {.keyword = "CREATE-SPECIAL-USE", .when = When::after_login},
    {.keyword = "STATUS=SIZE", .when = When::after_login},
    {.keyword = "BINARY", .when = When::after_login},
    {.keyword = "MULTIAPPEND", .when = When::after_login},
    {.keyword = "CATENATE", .when = When::after_login},
    {.keyword = "APPENDLIMIT", .when = When::after_login, .line = "APPENDLIMIT=67108864"},
    {.keyword = "REPLACE", .when = When::after_login, .verbs = replace_verbs},
    {.keyword = "QUOTA", .when = When::after_login, .verbs = quota_verbs},
    {.keyword = "QUOTA=RES-STORAGE", .when = When::after_login},
    {.keyword = "QUOTA=RES-MESSAGE", .when = When::after_login},
    {.keyword = "METADATA", .when = When::after_login, .verbs = metadata_verbs},
    {.keyword = "METADATA-SERVER", .when = When::after_login, .verbs = metadata_verbs},
    {.keyword = "NOTIFY", .when = When::after_login, .verbs = notify_verbs},
    {.keyword = "OBJECTID", .when = When::after_login},
    {.keyword = "SAVEDATE", .when = When::after_login},
    {.keyword = "PREVIEW", .when = When::after_login},
    {.keyword = "UTF8=ACCEPT", .when = When::after_login},
    {.keyword = "COMPRESS=DEFLATE", .when = When::after_login, .verbs = compress_verbs},
    {.keyword = "UNAUTHENTICATE", .when = When::after_login, .verbs = unauthenticate_verbs},
};

}  // namespace

bool Extension::fits(Stage stage) const {
  switch (when) {
    case When::in_clear:
      return stage == Stage::plain;
    case When::before_login:
      return !is_authenticated(stage);
    case When::after_login:
      return is_authenticated(stage);
    default:
      return true;
  }
}

std::span<const Extension> all_extensions() { return extension_table; }

const Extension* find_extension(std::string_view keyword) {
  const auto same = [&](const Extension& each) {
    return ascii::equal_ignoring_case(each.keyword, keyword);
  };
  const auto* const found =
      std::find_if(std::begin(extension_table), std::end(extension_table), same);
  return found == std::end(extension_table) ? nullptr : found;
}

}  // namespace postiche::imap
