// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson brut: what a portal gave, as it is kept.
#include "api/operators_json.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace moisson::cli {
namespace {

// Every byte of it, but for a terminal: line by line, and no commands to it.
void print_raw_record(std::FILE* out, std::string_view raw) {
    if (::isatty(::fileno(out)) == 0) {
        // What cannot be written is said by run_cli.
        static_cast<void>(std::fwrite(raw.data(), 1, raw.size(), out));
        return;
    }
    while (!raw.empty()) {
        const std::size_t end = std::min(raw.find('\n'), raw.size());
        fmt::print(out, "{}\n", terminal_text(raw.substr(0, end)));
        raw.remove_prefix(std::min(end + 1, raw.size()));
    }
}

} // namespace

int show_raw_record(Context& context, const Request& request) {
    const auto raw = context.await(context.catalog->raw_record_by_name(request.subject));
    if (raw.has_error())
        return report_error(context.output, raw.error());
    if (!request.json) {
        print_raw_record(context.output.out, *raw);
        return exit_ok;
    }
    const std::string_view media_type = api::record_media_type(*raw);
    Json record = media_type == "application/json" ? Json::parse(*raw, nullptr, false) : Json(*raw);
    if (record.is_discarded())
        record = *raw;
    Json out;
    out["media_type"] = media_type;
    out["record"] = std::move(record);
    print_json(context.output, out);
    return exit_ok;
}

} // namespace moisson::cli
