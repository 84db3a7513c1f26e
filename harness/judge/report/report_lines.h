// SPDX-License-Identifier: MIT
#pragma once
// The conversation of a report in the form of transcripts, for people.

#include <cstddef>
#include <vector>

#include "harness/judge/report/report.h"
#include "harness/transcript/text_form.h"

namespace postiche::judge {

// Longer octets end in " ...", as in the report.
std::vector<transcript::TextLine> text_lines(const ReportCase& one);

// Where the marked octets begin among those of their event.
std::size_t octets_before(const ReportCase& one, const ReportMark& mark);

}  // namespace postiche::judge
