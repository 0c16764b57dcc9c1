// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The robots.txt parser.
#include "net/robots.hpp"

#include "core/ascii.hpp"
#include "core/limits.hpp"

#include <algorithm>
#include <charconv>

namespace moisson::net {

namespace {

std::string_view trim(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

// The token at the beginning: letters, "_" and "-".
std::string_view token(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    });
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

std::optional<std::chrono::milliseconds> parse_delay(std::string_view text) {
    double seconds = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || !(seconds >= 0) || seconds > 86'400)
        return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

// Upper-case escapes, non-ASCII escaped: the form of the paths we ask for.
std::string normalise(std::string_view pattern) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const auto byte = static_cast<unsigned char>(pattern[i]);
        if (byte >= 0x7f || byte <= 0x20) {
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += pattern[i];
        }
    }
    return out;
}

// Collects the groups of our product and those of everybody.
class Collector {
public:
    explicit Collector(std::string_view product) : product_(ascii_lowered(product)) {}

    void line(std::string_view raw) {
        const std::string_view text = trim(raw.substr(0, raw.find('#')));
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos)
            return;
        const std::string key = ascii_lowered(trim(text.substr(0, colon)));
        const std::string_view value = trim(text.substr(colon + 1));
        if (key == "user-agent" || key == "useragent")
            agent(value);
        else if (key == "allow" || key == "disallow")
            rule(key == "allow", value);
        else if (key == "crawl-delay")
            delay(value);
    }

    RobotsRules result() && {
        ours_.by_name = named_;
        return named_ ? std::move(ours_) : std::move(everybody_);
    }

private:
    void agent(std::string_view value) {
        if (in_rules_)
            for_us_ = for_everybody_ = in_rules_ = false;
        if (value.starts_with('*'))
            for_everybody_ = true;
        else if (ascii_lowered(token(value)) == product_)
            for_us_ = named_ = true;
    }
    void rule(bool allow, std::string_view value) {
        in_rules_ = true;
        if (value.empty())
            return; // "Disallow:" forbids nothing.
        for (RobotsRules* group : groups())
            if (group->rules.size() < limits::robots_rules)
                group->rules.push_back(RobotsRules::Rule{allow, normalise(value)});
    }
    void delay(std::string_view value) {
        in_rules_ = true;
        for (RobotsRules* group : groups())
            if (const auto parsed = parse_delay(value))
                group->crawl_delay = parsed;
    }
    std::vector<RobotsRules*> groups() {
        std::vector<RobotsRules*> out;
        if (for_us_)
            out.push_back(&ours_);
        if (for_everybody_)
            out.push_back(&everybody_);
        return out;
    }

    std::string product_;
    RobotsRules ours_;
    RobotsRules everybody_;
    bool named_ = false;
    bool for_us_ = false;
    bool for_everybody_ = false;
    bool in_rules_ = false;
};

} // namespace

bool robots_match(std::string_view pattern, std::string_view path) {
    const bool anchored = pattern.ends_with('$');
    if (anchored)
        pattern.remove_suffix(1);
    // Literal pieces between stars are found from left to right; the first stands at the start.
    std::size_t position = 0;
    bool first = true;
    while (true) {
        const std::size_t star = pattern.find('*');
        const std::string_view piece = pattern.substr(0, star);
        const bool last = star == std::string_view::npos;
        if (last && anchored && !first)
            return path.size() - position >= piece.size() && path.ends_with(piece);
        if (first && !path.starts_with(piece))
            return false;
        const std::size_t found = first ? 0 : path.find(piece, position);
        if (found == std::string_view::npos)
            return false;
        position = found + piece.size();
        if (last)
            return !anchored || position == path.size();
        pattern.remove_prefix(star + 1);
        first = false;
    }
}

bool RobotsRules::allows(std::string_view path) const {
    if (path == "/robots.txt")
        return true;
    std::size_t longest = 0;
    bool allowed = true;
    bool matched = false;
    for (const Rule& rule : rules) {
        if (!robots_match(rule.pattern, path))
            continue;
        const bool better = !matched || rule.pattern.size() > longest ||
                            (rule.pattern.size() == longest && rule.allow);
        if (!better)
            continue;
        matched = true;
        longest = rule.pattern.size();
        allowed = rule.allow;
    }
    return allowed;
}

RobotsRules parse_robots(std::string_view text, std::string_view product) {
    text = text.substr(0, limits::robots_bytes);
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    Collector collector(product);
    while (!text.empty()) {
        const std::size_t end = text.find_first_of("\r\n");
        collector.line(text.substr(0, end));
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + 1);
    }
    return std::move(collector).result();
}

std::string_view product_token(std::string_view user_agent) {
    return token(user_agent);
}

} // namespace moisson::net
