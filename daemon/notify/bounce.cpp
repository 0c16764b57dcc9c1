// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/bounce.hpp"

#include "core/ascii.hpp"
#include "core/utf8.hpp"
#include "notify/mail_options.hpp"
#include "text/key.hpp"

#include <algorithm>

namespace moisson::notify {
namespace {

// The value of the first line "Name: value" from `lines`.
std::string_view field(std::string_view text, std::string_view name) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.size() > name.size() && line[name.size()] == ':' &&
            ascii_lowered(line.substr(0, name.size())) == name)
            return text::trim(line.substr(name.size() + 1));
    }
    return {};
}

// "5.1.1": what RFC 3464 calls a status. Mailboxes and people write other things after that word.
bool is_status(std::string_view text) {
    return text.size() >= 5 && std::string_view("245").find(text[0]) != text.npos &&
           text[1] == '.' && text[2] >= '0' && text[2] <= '9' && text.find('.', 2) != text.npos;
}

std::string_view status_field(std::string_view text) {
    while (!text.empty()) {
        const std::string_view found = field(text, "status");
        if (found.empty() || is_status(found))
            return found;
        text.remove_prefix(static_cast<std::size_t>(found.data() - text.data()));
    }
    return {};
}

// Our own return path, wherever the report quotes it.
std::optional<std::int64_t> quoted_message(std::string_view text, const Sealer& sealer) {
    constexpr int tries_max = 1'000;
    std::size_t at = 0;
    for (int i = 0; i < tries_max; ++i) {
        at = text.find("+m", at);
        if (at == text.npos)
            return std::nullopt;
        const std::size_t end = text.find_first_of(" \t\r\n<>\";,", at);
        const std::string_view word = text.substr(at, end == text.npos ? end : end - at);
        if (const auto message = message_of(word, sealer))
            return message;
        at += 2;
    }
    return std::nullopt;
}

std::optional<std::int64_t>
message_named(std::string_view report, std::string_view recipient, const Sealer& sealer) {
    const auto message = message_of(text::trim(recipient), sealer);
    return message ? message : quoted_message(report, sealer);
}

// "5.1.1", whatever stands behind it.
std::string plain_status(std::string_view text) {
    const std::size_t end = text.find_first_not_of("0123456789.");
    return std::string(text.substr(0, std::min<std::size_t>(end, 10)));
}

// A name that does not resolve for now, our own address, a policy or a list that we are on: none of
// these says that the mailbox is gone.
bool is_about_the_way(std::string_view status) {
    return status == "5.4.4" || status == "5.1.7" || status == "5.1.8" ||
           status.starts_with("5.7.");
}

// Up to the first empty line.
std::string_view header_of_report(std::string_view report) {
    return report.substr(0, std::min(report.find("\n\n"), report.find("\n\r\n")));
}

} // namespace

std::optional<BounceReport>
read_bounce(std::string_view report, std::string_view recipient, const Sealer& sealer) {
    report = report.substr(0, limits::report_bytes_max);
    const auto message = message_named(report, recipient, sealer);
    if (!message)
        return std::nullopt;
    BounceReport out;
    out.message = *message;
    if (!field(report, "feedback-type").empty()) {
        out.kind = store::BounceKind::complaint;
        return out;
    }
    out.status = plain_status(status_field(report));
    const std::string action = ascii_lowered(field(report, "action"));
    out.detail =
        repair_utf8(field(report, "diagnostic-code").substr(0, limits::reply_bytes_max)).text;
    if (action == "delivered" || action == "relayed" || action == "expanded" ||
        out.status.empty() || out.status.front() == '2')
        return std::nullopt;
    const bool hard = out.status.front() == '5' && !is_about_the_way(out.status);
    out.kind = hard ? store::BounceKind::hard : store::BounceKind::soft;
    return out;
}

std::optional<std::int64_t>
read_unsubscribe(std::string_view report, std::string_view recipient, const Sealer& sealer) {
    const std::string_view header = header_of_report(report.substr(0, limits::report_bytes_max));
    const std::string_view automatic = field(header, "auto-submitted");
    if (ascii_lowered(field(header, "subject")) != unsubscribe_word ||
        !(automatic.empty() || ascii_lowered(automatic) == "no"))
        return std::nullopt;
    return message_named(header, recipient, sealer);
}

} // namespace moisson::notify
