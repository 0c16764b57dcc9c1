// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendata/accept.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace moisson::opendata {
namespace {

struct Range {
    std::string type; // lower case, "text/turtle", "text/*" or "*/*"
    int quality = 1000;
};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// The part before `separator`, which is taken off with it.
std::string_view next_part(std::string_view& rest, char separator) {
    const std::size_t end = rest.find(separator);
    const std::string_view part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return trimmed(part);
}

// Thousandths of "0.8"; a value that is none counts as 1.
int quality_of(std::string_view text) {
    if (text.empty() || (text.front() != '0' && text.front() != '1'))
        return 1000;
    if (text.front() == '1' || text.size() < 3 || text[1] != '.')
        return text.front() == '1' ? 1000 : 0;
    int value = 0;
    int unit = 100;
    for (const char c : text.substr(2, 3)) {
        if (c < '0' || c > '9')
            break;
        value += (c - '0') * unit;
        unit /= 10;
    }
    return value;
}

std::vector<Range> ranges_of(std::string_view accept) {
    std::vector<Range> ranges;
    while (!accept.empty()) {
        std::string_view entry = next_part(accept, ',');
        Range range;
        range.type = ascii_lowered(next_part(entry, ';'));
        if (range.type.find('/') == std::string::npos)
            continue;
        while (!entry.empty()) {
            std::string_view parameter = next_part(entry, ';');
            if (ascii_lowered(next_part(parameter, '=')) == "q")
                range.quality = quality_of(trimmed(parameter));
        }
        ranges.push_back(std::move(range));
    }
    return ranges;
}

// The most specific range decides, whatever the others give.
int quality_for(std::string_view type, const std::vector<Range>& ranges) {
    int quality = 0;
    int best = 0;
    const std::string family = std::string(type.substr(0, type.find('/'))) + "/*";
    for (const Range& range : ranges) {
        const int match = range.type == type ? 3 : range.type == family ? 2 : range.type == "*/*";
        if (match > best || (match == best && match > 0)) {
            quality = match == best ? std::max(quality, range.quality) : range.quality;
            best = match;
        }
    }
    return quality;
}

} // namespace

const Offer* choose(std::string_view accept, std::span<const Offer> offers) {
    const std::vector<Range> ranges = ranges_of(accept);
    if (ranges.empty())
        return offers.empty() ? nullptr : offers.data();
    const Offer* chosen = nullptr;
    int best = 0;
    for (const Offer& offer : offers)
        if (const int quality = quality_for(offer.media_type, ranges); quality > best) {
            best = quality;
            chosen = &offer;
        }
    return chosen;
}

} // namespace moisson::opendata
