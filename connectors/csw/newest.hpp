// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a service says last changed: the mark of its catalogue (kit::Probe::mark).
#pragma once

#include "csw/service.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace moisson::csw {

// A catalogue of no more records is its own mark: the summaries of all of them, in one request.
inline constexpr int whole_in_a_mark = 200;

// How many records there are, the newest date (none: all of them are looked at), what the summaries
// of the records at or after it hold, and how to ask for that again without looking for the way.
struct Mark {
    std::int64_t matched = 0;
    std::string date;
    std::string digest;
    Way way;
    std::size_t endpoint = 0;

    bool operator==(const Mark&) const = default;
};

std::string to_string(const Mark& mark);
// Nothing for what to_string() does not write.
std::optional<Mark> mark_from_string(std::string_view text);

// The mark of a catalogue of `matched` records. One request for a small one, two for others.
// Nothing when the service cannot be believed: no order, no date, a filter that it ignores, too
// many records of the newest date.
asio::awaitable<std::optional<Mark>> mark_of(Service& service, Way way, std::int64_t matched);

// Whether the catalogue still has that mark, in one or two requests.
asio::awaitable<bool> still_has(Service& service, Mark known);

} // namespace moisson::csw
