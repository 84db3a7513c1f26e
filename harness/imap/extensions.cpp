// SPDX-License-Identifier: MIT
#include "harness/imap/extensions.h"

#include <algorithm>

#include "harness/base/ascii.h"

namespace postiche::imap {

namespace {

using When = Extension::When;

constexpr Verb starttls[] = {Verb::starttls};
constexpr Verb idle[] = {Verb::idle};
constexpr Verb namespace_[] = {Verb::namespace_};
constexpr Verb id[] = {Verb::id};
constexpr Verb unselect[] = {Verb::unselect};
constexpr Verb sort[] = {Verb::sort};
constexpr Verb thread[] = {Verb::thread};
constexpr Verb enable[] = {Verb::enable};
constexpr Verb move[] = {Verb::move};
constexpr Verb quota[] = {Verb::getquota, Verb::getquotaroot, Verb::setquota};
constexpr Verb metadata[] = {Verb::getmetadata, Verb::setmetadata};
constexpr Verb notify[] = {Verb::notify};
constexpr Verb compress[] = {Verb::compress};
constexpr Verb replace[] = {Verb::replace};
constexpr Verb unauthenticate[] = {Verb::unauthenticate};

// Of two that say nearly the same (LITERAL+ and LITERAL-) a server offers one: RFC 7888 sec 5.
constexpr Extension table[] = {
    {.keyword = "IMAP4rev1"},
    {.keyword = "IMAP4rev2"},
    {.keyword = "STARTTLS", .when = When::in_clear, .verbs = starttls},
    {.keyword = "LOGINDISABLED", .when = When::before_login, .usual = false},
    {.keyword = "SASL-IR", .when = When::before_login},
    {.keyword = "LITERAL+"},
    {.keyword = "LITERAL-", .usual = false},
    {.keyword = "ENABLE", .verbs = enable},
    {.keyword = "ID", .verbs = id},
    {.keyword = "IDLE", .when = When::after_login, .verbs = idle},
    {.keyword = "NAMESPACE", .when = When::after_login, .verbs = namespace_},
    {.keyword = "CHILDREN", .when = When::after_login},
    {.keyword = "UIDPLUS", .when = When::after_login},
    {.keyword = "UNSELECT", .when = When::after_login, .verbs = unselect},
    {.keyword = "MOVE", .when = When::after_login, .verbs = move},
    {.keyword = "ESEARCH", .when = When::after_login},
    {.keyword = "SEARCHRES", .when = When::after_login},
    {.keyword = "WITHIN", .when = When::after_login},
    {.keyword = "SORT", .when = When::after_login, .verbs = sort},
    {.keyword = "SORT=DISPLAY", .when = When::after_login},
    {.keyword = "THREAD=ORDEREDSUBJECT", .when = When::after_login, .verbs = thread},
    {.keyword = "THREAD=REFERENCES", .when = When::after_login, .verbs = thread},
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
    {.keyword = "REPLACE", .when = When::after_login, .verbs = replace},
    {.keyword = "QUOTA", .when = When::after_login, .verbs = quota},
    {.keyword = "QUOTA=RES-STORAGE", .when = When::after_login},
    {.keyword = "QUOTA=RES-MESSAGE", .when = When::after_login},
    {.keyword = "METADATA", .when = When::after_login, .verbs = metadata},
    {.keyword = "METADATA-SERVER", .when = When::after_login, .verbs = metadata},
    {.keyword = "NOTIFY", .when = When::after_login, .verbs = notify},
    {.keyword = "OBJECTID", .when = When::after_login},
    {.keyword = "SAVEDATE", .when = When::after_login},
    {.keyword = "PREVIEW", .when = When::after_login},
    {.keyword = "UTF8=ACCEPT", .when = When::after_login},
    {.keyword = "COMPRESS=DEFLATE", .when = When::after_login, .verbs = compress},
    {.keyword = "UNAUTHENTICATE", .when = When::after_login, .verbs = unauthenticate},
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

std::span<const Extension> all_extensions() { return table; }

const Extension* find_extension(std::string_view keyword) {
  const auto same = [&](const Extension& each) {
    return ascii::equal_ignoring_case(each.keyword, keyword);
  };
  const auto* const found = std::find_if(std::begin(table), std::end(table), same);
  return found == std::end(table) ? nullptr : found;
}

}  // namespace postiche::imap
