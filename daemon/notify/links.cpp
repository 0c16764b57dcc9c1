// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/links.hpp"

#include "core/ascii.hpp"
#include "notify/mail_options.hpp"
#include "routes/url.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace moisson::notify {
namespace {

constexpr std::array<std::string_view, 7> actions =
    {"manage", "leave", "pause", "up_to_date", "not_me", "decline", "frequency"};

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t out = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || out <= 0)
        return std::nullopt;
    return out;
}

} // namespace

std::string_view to_string(LinkAction action) {
    return actions.at(static_cast<std::size_t>(action));
}

std::string Links::seal(const LinkTarget& target, Instant now) const {
    std::string payload = fmt::format("{}:{}", to_string(target.action), target.subscriber);
    if (target.dataset)
        payload += ":" + moisson::to_string(*target.dataset);
    return sealer_.seal("link", payload, now + limits::link_life);
}

std::optional<LinkTarget> Links::open(std::string_view sealed, Instant now) const {
    const auto found = sealer_.open_dated("link", sealed, now);
    if (!found)
        return std::nullopt;
    std::string_view rest = found->payload;
    const std::size_t first = rest.find(':');
    if (first == rest.npos)
        return std::nullopt;
    const std::string_view word = rest.substr(0, first);
    rest.remove_prefix(first + 1);
    const std::size_t second = rest.find(':');
    const auto subscriber = number(rest.substr(0, second));
    if (!subscriber)
        return std::nullopt;
    LinkTarget out;
    out.subscriber = *subscriber;
    out.sealed_at = found->expires - limits::link_life;
    if (second != rest.npos)
        out.dataset = uuid_from_string(rest.substr(second + 1));
    for (std::size_t i = 0; i < actions.size(); ++i)
        if (actions[i] == word) {
            out.action = static_cast<LinkAction>(i);
            return out;
        }
    return std::nullopt;
}

std::string Links::address(const LinkTarget& target, Instant now) const {
    const std::string_view path =
        target.action == LinkAction::manage ? routes::manage_page : routes::signed_link_page;
    return url_.absolute(routes::with_query(path, {{"s", seal(target, now)}}));
}

std::string Links::confirmation(std::string_view token) const {
    return url_.absolute(routes::with_query(routes::confirm_page, {{"t", std::string(token)}}));
}

std::string Links::form_seal(Instant now) const {
    return sealer_.seal("form", random_token(), now + limits::form_life);
}

bool Links::form_holds(std::string_view sealed, Instant now) const {
    return sealer_.open("form", sealed, now).has_value();
}

std::string Links::domain() const {
    return url_.host();
}

std::string return_path(std::string_view bounces, std::int64_t message, const Sealer& sealer) {
    const std::size_t at = bounces.rfind('@');
    if (at == bounces.npos)
        return std::string(bounces);
    return fmt::format(
        "{}+m{}-{}{}",
        bounces.substr(0, at),
        message,
        sealer.short_mark("verp", std::to_string(message)),
        bounces.substr(at)
    );
}

std::optional<std::int64_t> message_of(std::string_view address, const Sealer& sealer) {
    const std::size_t at = address.rfind('@');
    const std::string_view local = address.substr(0, at);
    const std::size_t plus = local.rfind('+');
    if (plus == local.npos)
        return std::nullopt;
    std::string mark = ascii_lowered(local.substr(plus + 1));
    const std::size_t dash = mark.find('-');
    if (!mark.starts_with('m') || dash == mark.npos)
        return std::nullopt;
    const auto message = number(std::string_view(mark).substr(1, dash - 1));
    if (!message ||
        !same_secret(mark.substr(dash + 1), sealer.short_mark("verp", std::to_string(*message))))
        return std::nullopt;
    return message;
}

} // namespace moisson::notify
