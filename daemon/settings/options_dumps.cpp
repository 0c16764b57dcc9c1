// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The options of `dumps`: the catalogue in files, each night.
#include "settings/option_kinds.hpp"
#include "settings/options.hpp"
#include "views/dump_shelf.hpp"

namespace moisson::settings {
namespace {

constexpr int keep_max = 366;

std::string check_time(const std::string& text) {
    return views::parse_time_of_day(text)
               ? std::string()
               : fmt::format("une heure (UTC) comme 03:00 est attendue, « {} » lu", text);
}

} // namespace

void add_dump_options(std::vector<Option<Settings>>& out) {
    out.push_back(text_option<Settings>("dumps.directory", MOISSON_MEMBER(dumps.directory)));
    out.push_back(text_option<Settings>("dumps.at", MOISSON_MEMBER(dumps.at), check_time));
    out.push_back(number_option<Settings>("dumps.keep", MOISSON_MEMBER(dumps.keep), 1, keep_max));
}

} // namespace moisson::settings
