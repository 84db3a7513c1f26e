// SPDX-License-Identifier: MIT
#include "harness/imap/search/search_names.h"

#include <array>

#include "harness/imap/rows.h"

namespace postiche::imap {

namespace {

using KeyKind = SearchKey::Kind;
using Operand = SearchOperand;

constexpr std::array<SearchName, 44> search_names = {{
    {"ALL", Operand::none, KeyKind::all_of},
    {"ANSWERED", Operand::none, KeyKind::keyword, "\\Answered"},
    {"BCC", Operand::text, KeyKind::header, "Bcc"},
    {"BEFORE", Operand::day, KeyKind::before},
    {"BODY", Operand::text, KeyKind::body},
    {"CC", Operand::text, KeyKind::header, "Cc"},
    {"DELETED", Operand::none, KeyKind::keyword, "\\Deleted"},
    {"DRAFT", Operand::none, KeyKind::keyword, "\\Draft"},
    {"FLAGGED", Operand::none, KeyKind::keyword, "\\Flagged"},
    {"FROM", Operand::text, KeyKind::header, "From"},
    {"HEADER", Operand::field, KeyKind::header},
    {"KEYWORD", Operand::keyword, KeyKind::keyword},
    {"LARGER", Operand::number, KeyKind::larger},
    {"NEW", Operand::fresh, KeyKind::all_of},
    {"NOT", Operand::key, KeyKind::none_of},
    {"OLD", Operand::absent, KeyKind::keyword, "\\Recent"},
    {"ON", Operand::day, KeyKind::on},
    {"OR", Operand::keys, KeyKind::one_of},
    {"RECENT", Operand::none, KeyKind::keyword, "\\Recent"},
    {"SEEN", Operand::none, KeyKind::keyword, "\\Seen"},
    {"SENTBEFORE", Operand::day, KeyKind::sent_before},
    {"SENTON", Operand::day, KeyKind::sent_on},
    {"SENTSINCE", Operand::day, KeyKind::sent_since},
    {"SINCE", Operand::day, KeyKind::since},
    {"SMALLER", Operand::number, KeyKind::smaller},
    {"SUBJECT", Operand::text, KeyKind::header, "Subject"},
    {"TEXT", Operand::text, KeyKind::text},
    {"TO", Operand::text, KeyKind::header, "To"},
    {"UID", Operand::set, KeyKind::uids},
    {"UNANSWERED", Operand::absent, KeyKind::keyword, "\\Answered"},
    {"UNDELETED", Operand::absent, KeyKind::keyword, "\\Deleted"},
    {"UNDRAFT", Operand::absent, KeyKind::keyword, "\\Draft"},
    {"UNFLAGGED", Operand::absent, KeyKind::keyword, "\\Flagged"},
    {"UNKEYWORD", Operand::no_keyword, KeyKind::keyword},
    {"UNSEEN", Operand::absent, KeyKind::keyword, "\\Seen"},
    {"OLDER", Operand::interval, KeyKind::older},  // RFC 5032
    {"YOUNGER", Operand::interval, KeyKind::younger},
    {"MODSEQ", Operand::mod_seq, KeyKind::mod_seq},   // RFC 7162 sec 3.1.5
    {"EMAILID", Operand::object, KeyKind::email_id},  // RFC 8474 sec 6
    {"THREADID", Operand::object, KeyKind::thread_id},
    {"SAVEDBEFORE", Operand::day, KeyKind::saved_before},  // RFC 8514
    {"SAVEDON", Operand::day, KeyKind::saved_on},
    {"SAVEDSINCE", Operand::day, KeyKind::saved_since},
    {"SAVEDATESUPPORTED", Operand::none, KeyKind::save_date_supported},
}};

}  // namespace

const SearchName* find_search_name(std::string_view word) { return find_row(search_names, word); }

}  // namespace postiche::imap
