// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/spatial.hpp"

#include "core/ascii.hpp"
#include "text/key.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace moisson::normalise {
namespace {

// Rounding of portals that write 180.00000001.
constexpr double tolerance = 0.01;

// A number at the front of `text`; its length in bytes goes to `length`.
std::optional<double> number_at(std::string_view text, std::size_t& length) {
    const std::size_t sign = text.starts_with('+') ? 1 : 0;
    double value = 0;
    const auto parsed = std::from_chars(text.data() + sign, text.data() + text.size(), value);
    if (parsed.ec != std::errc{} || !std::isfinite(value))
        return std::nullopt;
    length = static_cast<std::size_t>(parsed.ptr - text.data());
    return value;
}

bool starts_number(std::string_view text) {
    if (text.empty())
        return false;
    const char c = text[0];
    const bool digit = c >= '0' && c <= '9';
    return digit || ((c == '-' || c == '+' || c == '.') && text.size() > 1 && text[1] >= '0' &&
                     text[1] <= '9');
}

// All numbers of a text, in order; at most `count_max`.
std::vector<double> numbers_in(std::string_view text, std::size_t count_max) {
    std::vector<double> numbers;
    for (std::size_t i = 0; i < text.size() && numbers.size() < count_max;) {
        std::size_t length = 0;
        if (starts_number(text.substr(i))) {
            if (const auto value = number_at(text.substr(i), length)) {
                numbers.push_back(*value);
                i += length;
                continue;
            }
        }
        ++i;
    }
    return numbers;
}

// The extent of points (x, y) that are met one by one.
class Extent {
public:
    void add(double x, double y) {
        west_ = std::min(west_, x);
        east_ = std::max(east_, x);
        south_ = std::min(south_, y);
        north_ = std::max(north_, y);
        any_ = true;
    }
    // `latitude_first`: what was added as x is a latitude.
    BoxReading read(bool latitude_first) const {
        if (!any_)
            return {false, std::nullopt};
        BoundingBox box{west_, south_, east_, north_};
        const bool impossible =
            std::abs(south_) > 90 + tolerance || std::abs(north_) > 90 + tolerance;
        if (latitude_first || impossible)
            box = {south_, west_, north_, east_};
        return checked(box);
    }
    static BoxReading checked(BoundingBox box) {
        const bool outside =
            std::abs(box.west) > 180 + tolerance || std::abs(box.east) > 180 + tolerance ||
            std::abs(box.south) > 90 + tolerance || std::abs(box.north) > 90 + tolerance;
        if (outside || box.south > box.north)
            return {false, std::nullopt};
        box.west = std::clamp(box.west, -180.0, 180.0);
        box.east = std::clamp(box.east, -180.0, 180.0);
        box.south = std::clamp(box.south, -90.0, 90.0);
        box.north = std::clamp(box.north, -90.0, 90.0);
        return {true, box};
    }

private:
    double west_ = std::numeric_limits<double>::max();
    double south_ = std::numeric_limits<double>::max();
    double east_ = std::numeric_limits<double>::lowest();
    double north_ = std::numeric_limits<double>::lowest();
    bool any_ = false;
};

// Innermost arrays "[x, y" of GeoJSON, without building the document.
BoxReading read_geojson(std::string_view text) {
    Extent extent;
    for (auto at = text.find("coordinates"); at != std::string_view::npos;
         at = text.find("coordinates", at)) {
        at += std::string_view("coordinates").size();
        const auto end = std::min(text.find('}', at), text.size());
        for (std::size_t i = at; i < end;) {
            if (text[i] != '[') {
                ++i;
                continue;
            }
            ++i;
            while (i < end && (text[i] == ' ' || text[i] == '\n' || text[i] == '\t'))
                ++i;
            if (!starts_number(text.substr(i)))
                continue;
            const auto pair = numbers_in(text.substr(i, std::min(text.find(']', i), end) - i), 2);
            if (pair.size() == 2)
                extent.add(pair[0], pair[1]);
        }
        at = end;
    }
    const BoxReading reading = extent.read(false);
    if (reading.box)
        return reading;
    if (const auto bbox = text.find("bbox"); bbox != std::string_view::npos) {
        const auto open = text.find('[', bbox);
        const auto close = text.find(']', bbox);
        if (open != std::string_view::npos && close != std::string_view::npos && open < close) {
            const auto edges = numbers_in(text.substr(open, close - open), 6);
            if (edges.size() == 4)
                return Extent::checked({edges[0], edges[1], edges[2], edges[3]});
            if (edges.size() == 6)
                return Extent::checked({edges[0], edges[1], edges[3], edges[4]});
        }
    }
    return reading;
}

// Takes "<http://...CRS84> " or "SRID=4326;" from the front. Nothing for a system that is not
// WGS 84.
std::optional<bool> latitude_first_of_prefix(std::string_view& text) {
    bool latitude_first = false;
    if (text.starts_with('<')) {
        const auto end = text.find('>');
        if (end == std::string_view::npos)
            return std::nullopt;
        const std::string_view system = text.substr(1, end - 1);
        const bool crs84 = system.find("CRS84") != std::string_view::npos;
        const bool epsg_4326 = system.ends_with("/4326") || system.ends_with(":4326");
        if (!crs84 && !epsg_4326)
            return std::nullopt;
        latitude_first = epsg_4326;
        text.remove_prefix(end + 1);
    } else if (text.starts_with("SRID=")) {
        const auto end = text.find(';');
        if (end == std::string_view::npos || text.substr(5, end - 5) != "4326")
            return std::nullopt;
        text.remove_prefix(end + 1); // PostGIS writes longitude first
    }
    text = text::trim(text);
    return latitude_first;
}

BoxReading read_wkt(std::string_view text, bool latitude_first) {
    const auto open = text.find('(');
    if (open == std::string_view::npos)
        return {false, std::nullopt};
    const std::string kind = ascii_lowered(text.substr(0, open));
    std::string_view body = text.substr(open + 1);
    if (kind.find("envelope") != std::string::npos) {
        const auto edges = numbers_in(body, 4); // west, east, north, south
        if (edges.size() != 4)
            return {false, std::nullopt};
        return Extent::checked({edges[0], edges[3], edges[1], edges[2]});
    }
    if (body.find("EMPTY") != std::string_view::npos)
        return {};
    Extent extent;
    while (!body.empty()) {
        const auto end = std::min(body.find(','), body.size());
        const auto point = numbers_in(body.substr(0, end), 2);
        if (point.size() == 2)
            extent.add(point[0], point[1]);
        body.remove_prefix(std::min(end + 1, body.size()));
    }
    return extent.read(latitude_first);
}

std::optional<double> named_limit(std::string_view text, std::string_view name) {
    const auto at = text.find(name);
    if (at == std::string_view::npos)
        return std::nullopt;
    const auto numbers = numbers_in(text.substr(at + name.size(), 40), 1);
    return numbers.empty() ? std::nullopt : std::optional(numbers.front());
}

BoxReading read_dcmi(std::string_view text) {
    const auto north = named_limit(text, "northlimit=");
    const auto south = named_limit(text, "southlimit=");
    const auto west = named_limit(text, "westlimit=");
    const auto east = named_limit(text, "eastlimit=");
    if (!north || !south || !west || !east)
        return {false, std::nullopt};
    return Extent::checked({*west, *south, *east, *north});
}

} // namespace

BoxReading read_box(std::string_view geometry) {
    std::string_view text = text::trim(geometry);
    if (text.empty() || text == "null" || text == "{}" || text == "[]" || text == "\"\"")
        return {};
    if (text.find("coordinates") != std::string_view::npos ||
        text.find("bbox") != std::string_view::npos)
        return read_geojson(text);
    const auto latitude_first = latitude_first_of_prefix(text);
    if (!latitude_first)
        return {false, std::nullopt};
    if (text.find("northlimit=") != std::string_view::npos)
        return read_dcmi(text);
    if (text.find_first_not_of("0123456789.,;-+eE []()\t\n") == std::string_view::npos) {
        const auto edges = numbers_in(text, 5);
        if (edges.size() == 4)
            return Extent::checked({edges[0], edges[1], edges[2], edges[3]});
        if (edges.size() == 2) {
            Extent extent;
            extent.add(edges[0], edges[1]);
            return extent.read(false);
        }
        return {false, std::nullopt};
    }
    return read_wkt(text, *latitude_first);
}

} // namespace moisson::normalise
