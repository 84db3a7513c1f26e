// SPDX-License-Identifier: MIT
#include "harness/imap/search/search_names.h"

#include <array>

#include "harness/imap/rows.h"

namespace postiche::imap {

namespace {

using Kind = SearchKey::Kind;
using Operand = SearchOperand;

constexpr std::array<SearchName, 44> names = {{
    {"ALL", Operand::none, Kind::all_of},
    {"ANSWERED", Operand::none, Kind::keyword, "\\Answered"},
    {"BCC", Operand::text, Kind::header, "Bcc"},
    {"BEFORE", Operand::day, Kind::before},
    {"BODY", Operand::text, Kind::body},
    {"CC", Operand::text, Kind::header, "Cc"},
    {"DELETED", Operand::none, Kind::keyword, "\\Deleted"},
    {"DRAFT", Operand::none, Kind::keyword, "\\Draft"},
    {"FLAGGED", Operand::none, Kind::keyword, "\\Flagged"},
    {"FROM", Operand::text, Kind::header, "From"},
    {"HEADER", Operand::field, Kind::header},
    {"KEYWORD", Operand::keyword, Kind::keyword},
    {"LARGER", Operand::number, Kind::larger},
    {"NEW", Operand::fresh, Kind::all_of},
    {"NOT", Operand::key, Kind::none_of},
    {"OLD", Operand::absent, Kind::keyword, "\\Recent"},
    {"ON", Operand::day, Kind::on},
    {"OR", Operand::keys, Kind::one_of},
    {"RECENT", Operand::none, Kind::keyword, "\\Recent"},
    {"SEEN", Operand::none, Kind::keyword, "\\Seen"},
    {"SENTBEFORE", Operand::day, Kind::sent_before},
    {"SENTON", Operand::day, Kind::sent_on},
    {"SENTSINCE", Operand::day, Kind::sent_since},
    {"SINCE", Operand::day, Kind::since},
    {"SMALLER", Operand::number, Kind::smaller},
    {"SUBJECT", Operand::text, Kind::header, "Subject"},
    {"TEXT", Operand::text, Kind::text},
    {"TO", Operand::text, Kind::header, "To"},
    {"UID", Operand::set, Kind::uids},
    {"UNANSWERED", Operand::absent, Kind::keyword, "\\Answered"},
    {"UNDELETED", Operand::absent, Kind::keyword, "\\Deleted"},
    {"UNDRAFT", Operand::absent, Kind::keyword, "\\Draft"},
    {"UNFLAGGED", Operand::absent, Kind::keyword, "\\Flagged"},
    {"UNKEYWORD", Operand::no_keyword, Kind::keyword},
    {"UNSEEN", Operand::absent, Kind::keyword, "\\Seen"},
    {"OLDER", Operand::interval, Kind::older},  // RFC 5032
    {"YOUNGER", Operand::interval, Kind::younger},
    {"MODSEQ", Operand::mod_seq, Kind::mod_seq},   // RFC 7162 sec 3.1.5
    {"EMAILID", Operand::object, Kind::email_id},  // RFC 8474 sec 6
    {"THREADID", Operand::object, Kind::thread_id},
    {"SAVEDBEFORE", Operand::day, Kind::saved_before},  // RFC 8514
    {"SAVEDON", Operand::day, Kind::saved_on},
    {"SAVEDSINCE", Operand::day, Kind::saved_since},
    {"SAVEDATESUPPORTED", Operand::none, Kind::save_date_supported},
}};

}  // namespace

const SearchName* find_search_name(std::string_view word) { return find_row(names, word); }

}  // namespace postiche::imap
