// SPDX-License-Identifier: MIT
// The steps that change what all connections see: `store` and `bounce`.

#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/scenario/bytes.h"
#include "harness/scenario/load/sections.h"

namespace postiche::scenario {

namespace {

// --- store ---

struct DeliverDraft {
  StoreStep::Deliver step;
  int sources = 0;
};

void load_to(Reader& reader, const Node& node, DeliverDraft& out) {
  if (auto to = reader.template_text(node)) out.step.to = std::move(*to);
}
void load_from(Reader& reader, const Node& node, DeliverDraft& out) {
  if (auto from = reader.template_text(node)) out.step.from = std::move(*from);
}
void load_text(Reader& reader, const Node& node, DeliverDraft& out) {
  ++out.sources;
  if (node.kind != Node::Kind::text) {
    return reader.error(node, "expected a text, found " + node.describe());
  }
  const std::string text = with_line_ends(node.text, LineEnd::crlf);
  if (auto parsed = reader.template_from(node, text)) out.step.text = std::move(*parsed);
}
void load_file(Reader& reader, const Node& node, DeliverDraft& out) {
  ++out.sources;
  if (auto letter = load_letter(reader, node)) {
    out.step.text = Template::literal(*std::move(letter));
  }
}
constexpr KeyRow<DeliverDraft> deliver_rows[] = {
    {{"to", "an address", "Whose mailbox it goes to.", Need::required}, load_to},
    {{"from", "an address", "The sender of the envelope; without it, the null path."}, load_from},
    {{"text", "a text", "Header and body; each line gets CRLF."}, load_text},
    {{"file", "a path", "A file beside the scenario with header and body."}, load_file},
};

void load_deliver(Reader& reader, const Node& node, StoreStep& out) {
  DeliverDraft draft;
  load_keys(reader, node, "'deliver'", deliver_rows, draft);
  if (node.kind == Node::Kind::map && draft.sources != 1) {
    reader.error(node, "'deliver' needs exactly one of text and file");
  }
  out.deliver = std::move(draft.step);
}
void load_lock(Reader& reader, const Node& node, StoreStep& out) {
  out.lock = reader.template_text(node);
}
void load_unlock(Reader& reader, const Node& node, StoreStep& out) {
  out.unlock = reader.template_text(node);
}
void load_full(Reader& reader, const Node& node, StoreStep& out) {
  out.full = reader.yes_or_no(node);
}

// --- mailboxes, and messages in them ---

template <typename Chosen>
void load_of(Reader& reader, const Node& node, Chosen& out) {
  if (auto of = reader.template_text(node)) out.of = std::move(*of);
}
template <typename Chosen>
void load_mailbox(Reader& reader, const Node& node, Chosen& out) {
  if (auto name = reader.text(node)) out.mailbox = std::move(*name);
}
template <typename Chosen>
void load_which(Reader& reader, const Node& node, Chosen& out) {
  using Which = ChosenMessages::Which;
  constexpr Choice<Which> words[] = {
      {"all", Which::all}, {"first", Which::first}, {"last", Which::last}};
  const bool is_number = node.kind == Node::Kind::text && ascii::parse_number(node.text);
  if (!is_number) {
    out.which = reader.choose(node, words, "number or word for messages").value_or(Which::all);
  } else if (const auto number = reader.number(node, 1)) {
    out.which = Which::number;
    out.number = *number;
  }
}
// nz-number = digit-nz *DIGIT, below 2^32                RFC 9051 sec 9
std::optional<std::uint32_t> load_unsigned(Reader& reader, const Node& node) {
  constexpr std::uint64_t most = 4'294'967'295;
  const auto number = reader.number(node, 1);
  if (!number) return std::nullopt;
  if (*number > most) reader.error(node, "no UID is higher than " + std::to_string(most));
  return static_cast<std::uint32_t>(std::min(*number, most));
}

template <typename Chosen>
constexpr KeyRow<Chosen> of_row{{"of", "an address", "Whose mailbox.", Need::required},
                                load_of<Chosen>};
template <typename Chosen>
constexpr KeyRow<Chosen> mailbox_row{{"mailbox", "a text", "Which; INBOX."}, load_mailbox<Chosen>};
template <typename Chosen>
constexpr KeyRow<Chosen> which_row{
    {"messages", "all, first, last or a number", "Which of those that are there; all."},
    load_which<Chosen>};

constexpr KeyRow<ChosenMessages> expunge_rows[] = {
    of_row<ChosenMessages>, mailbox_row<ChosenMessages>, which_row<ChosenMessages>};
constexpr KeyRow<Renumbering> renumber_rows[] = {
    of_row<Renumbering>,
    mailbox_row<Renumbering>,
    {{"uidvalidity", "a number", "The UIDVALIDITY that it has then; else a new one."},
     [](Reader& r, const Node& n, Renumbering& out) { out.uid_validity = load_unsigned(r, n); }},
};
constexpr KeyRow<NextUid> next_uid_rows[] = {
    of_row<NextUid>,
    mailbox_row<NextUid>,
    {{"uid", "a number", "The UID of the message that comes next, if UIDs are not higher already.",
      Need::required},
     [](Reader& r, const Node& n, NextUid& out) { out.uid = load_unsigned(r, n).value_or(1); }},
};

struct FlagDraft : FlagStep {
  int changes = 0;
};
template <FlagStep::How how>
void load_flags(Reader& reader, const Node& node, FlagDraft& out) {
  ++out.changes;
  out.how = how;
  out.flags = reader.texts(node);
}
constexpr KeyRow<FlagDraft> flag_rows[] = {
    of_row<FlagDraft>,
    mailbox_row<FlagDraft>,
    which_row<FlagDraft>,
    {{"add", "flags", "They have these too."}, load_flags<FlagStep::How::add>},
    {{"remove", "flags", "They have these no longer."}, load_flags<FlagStep::How::remove>},
    {{"set", "flags", "They have exactly these; [] for none."}, load_flags<FlagStep::How::set>},
};
void load_flag_step(Reader& reader, const Node& node, StoreStep& out) {
  FlagDraft draft;
  load_keys(reader, node, "'flags'", flag_rows, draft);
  if (node.kind == Node::Kind::map && draft.changes != 1) {
    reader.error(node, "'flags' needs exactly one of add, remove and set",
                 "such as add: ['\\Seen']");
  }
  out.flags = std::move(draft);
}

constexpr KeyRow<ChosenMessages> mailbox_rows[] = {
    of_row<ChosenMessages>,
    {{"mailbox", "a text", "Its name.", Need::required}, load_mailbox<ChosenMessages>}};
constexpr KeyRow<NewName> rename_rows[] = {
    of_row<NewName>,
    {{"mailbox", "a text", "Its name.", Need::required}, load_mailbox<NewName>},
    {{"to", "a text", "The name that it has then.", Need::required},
     [](Reader& r, const Node& n, NewName& out) { out.to = r.text(n).value_or(""); }},
};

void load_expunge(Reader& reader, const Node& node, StoreStep& out) {
  load_keys(reader, node, "'expunge'", expunge_rows, out.expunge.emplace());
}
void load_renumber(Reader& reader, const Node& node, StoreStep& out) {
  load_keys(reader, node, "'renumber'", renumber_rows, out.renumber.emplace());
}
void load_next_uid(Reader& reader, const Node& node, StoreStep& out) {
  load_keys(reader, node, "'next-uid'", next_uid_rows, out.next_uid.emplace());
}
void load_create(Reader& reader, const Node& node, StoreStep& out) {
  load_keys(reader, node, "'create'", mailbox_rows, out.create.emplace());
}
void load_remove(Reader& reader, const Node& node, StoreStep& out) {
  load_keys(reader, node, "'remove'", mailbox_rows, out.remove.emplace());
}
void load_rename(Reader& reader, const Node& node, StoreStep& out) {
  load_keys(reader, node, "'rename'", rename_rows, out.rename.emplace());
}
constexpr KeyRow<StoreStep> store_rows[] = {
    {{"deliver", "to, from, text or file", "A message that no client sent."}, load_deliver},
    {{"lock", "an address",
      "Its mail is in use: recipients get 450 4.2.1, POP3 -ERR [IN-USE], IMAP NO [UNAVAILABLE]."},
     load_lock},
    {{"unlock", "an address", "Its mailbox is free again."}, load_unlock},
    {{"expunge", "of, mailbox, messages", "Messages are gone, as if another client had done it."},
     load_expunge},
    {{"flags", "of, mailbox, messages, add, remove or set",
      "Flags of messages change, as if another client had done it."},
     load_flag_step},
    {{"renumber", "of, mailbox, uidvalidity",
      "All its messages have new UIDs under a new UIDVALIDITY, and new UIDLs in POP3."},
     load_renumber},
    {{"next-uid", "of, mailbox, uid", "UIDs jump: up to 4294967295."}, load_next_uid},
    {{"create", "of, mailbox as a name", "A mailbox is there."}, load_create},
    {{"remove", "of, mailbox as a name", "A mailbox is gone, with all that is in it."},
     load_remove},
    {{"rename", "of, mailbox, to", "A mailbox has another name, and those below it too."},
     load_rename},
    {{"full", "yes or no", "Whether nothing fits in any more: 452 4.3.1."}, load_full},
};

// --- bounce ---

// RFC 3463 sec 2: class, subject and detail; the class of a report is failure or delay.
bool is_report_status(std::string_view text) {
  const auto parts = ascii::split(text, '.');
  if (parts.size() != 3 || (parts[0] != "4" && parts[0] != "5")) return false;
  return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
    return !part.empty() && part.size() <= 3 &&
           std::all_of(part.begin(), part.end(), ascii::is_digit);
  });
}

void load_bounce_after(Reader& reader, const Node& node, BounceStep& out) {
  if (const auto time = reader.duration(node)) out.after = *time;
}
void load_status(Reader& reader, const Node& node, BounceStep& out) {
  const auto text = reader.text(node);
  if (!text) return;
  if (is_report_status(*text)) {
    out.status = *text;
  } else {
    reader.error(node, "'" + *text + "' is no status of a report", "such as 5.1.1 or 4.4.7");
  }
}
void load_bounce_text(Reader& reader, const Node& node, BounceStep& out) {
  if (auto text = reader.template_text(node)) out.text = std::move(*text);
}
constexpr KeyRow<BounceStep> bounce_rows[] = {
    {{"after", "a time", "So long after this moment; at once where nothing is said."},
     load_bounce_after},
    {{"status", "a word", "Why, as a code; 5.0.0. One that begins with 4 tells of a delay."},
     load_status},
    {{"text", "a text", "Why, in words."}, load_bounce_text},
};

}  // namespace

void load_store_step(Reader& reader, const Node& node, Step& out) {
  StoreStep step;
  load_keys(reader, node, "'store'", store_rows, step);
  if (node.kind == Node::Kind::map && node.entries.size() != 1) {
    reader.error(node, "'store' does one thing at a time", "such as {lock: alice@example.com}");
  }
  out.what = std::move(step);
}

void load_bounce_step(Reader& reader, const Node& node, Step& out) {
  BounceStep step;
  if (node.kind == Node::Kind::map) {
    load_keys(reader, node, "'bounce'", bounce_rows, step);
  } else if (node.kind != Node::Kind::null) {
    const auto wanted = reader.yes_or_no(node);
    if (wanted && !*wanted) reader.error(node, "a step that is not done", "leave it out");
  }
  out.what = std::move(step);
}

std::vector<SectionDoc> document_store_steps() {
  return {document("store", store_rows),
          document("deliver", deliver_rows),
          document("store: expunge", expunge_rows),
          document("store: flags", flag_rows),
          document("store: renumber", renumber_rows),
          document("store: next-uid", next_uid_rows),
          document("store: create", mailbox_rows),
          document("store: rename", rename_rows),
          document("bounce", bounce_rows)};
}

}  // namespace postiche::scenario
