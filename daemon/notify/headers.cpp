// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Headers of a message (RFC 5322, 2047, 2369, 3834, 8058).
#include "core/ascii.hpp"
#include "core/time.hpp"
#include "notify/smtp.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::notify {
namespace {

bool is_atom(char c) {
    const auto u = static_cast<unsigned char>(c);
    return (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') ||
           std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
}

bool is_domain(std::string_view domain) {
    if (domain.find('.') == domain.npos || domain.size() > 253)
        return false;
    std::size_t label = 0;
    char before = '.';
    for (const char c : domain) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (c == '.') {
            if (label == 0 || before == '-')
                return false;
            label = 0;
        } else if (!letter && (c != '-' || label == 0)) {
            return false;
        } else if (++label > 63) {
            return false;
        }
        before = c;
    }
    // A last label that begins with a digit is an address of a server to some (127.0.0.1, 0x7f.1).
    if (label == 0 || before == '-')
        return false;
    const char last = domain[domain.rfind('.') + 1];
    return last >= 'a' && last <= 'z';
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F;
    });
}

// Encoded words of 75 characters at most, cut between characters.
std::string encoded(std::string_view given) {
    std::string text(given);
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            c = ' ';
    if (is_ascii(text))
        return text;
    constexpr std::size_t bytes_max = 45;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = std::min(at + bytes_max, text.size());
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
            --end;
        out += (out.empty() ? "" : "\r\n ") + std::string("=?UTF-8?B?") +
               base64(std::string_view(text).substr(at, end - at)) + "?=";
        at = end;
    }
    return out;
}

// A quoted string, or encoded words: these must not be quoted.
std::string display_name(const std::string& name) {
    std::string plain = name;
    std::erase_if(plain, [](char c) { return c == '"' || c == '\\'; });
    return is_ascii(plain) ? "\"" + plain + "\"" : encoded(plain);
}

std::string date_header(Instant now) {
    std::string text = to_http_date(now);
    if (text.ends_with("GMT"))
        text.replace(text.size() - 3, 3, "+0000");
    return text;
}

// By a click, and by a mail to the return path when something reads what arrives there.
std::string leave_addresses(
    const store::StoredMessage& message,
    const MailOptions& options,
    const std::string& return_address
) {
    std::string out = fmt::format("<{}>", message.mail.unsubscribe_url);
    if (!options.bounces.empty() && message.subscriber)
        out += fmt::format(",\r\n <mailto:{}?subject={}>", return_address, unsubscribe_word);
    return out;
}

} // namespace

std::optional<std::string> normal_address(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    std::string out = ascii_lowered(text);
    const std::size_t at = out.find('@');
    if (at == out.npos || at == 0 || at > 64 || out.size() > 254)
        return std::nullopt;
    const std::string_view local = std::string_view(out).substr(0, at);
    if (!std::all_of(local.begin(), local.end(), is_atom) || local.front() == '.' ||
        local.back() == '.' || local.find("..") != local.npos ||
        !is_domain(std::string_view(out).substr(at + 1)))
        return std::nullopt;
    return out;
}

Outgoing outgoing(
    const store::StoredMessage& message,
    const MailOptions& options,
    const Links& links,
    const std::string& site_name,
    Instant now
) {
    const store::NewMessage& mail = message.mail;
    Outgoing out;
    out.recipient = mail.recipient;
    out.plain = mail.plain;
    out.html = mail.html;
    out.envelope_from = return_path(
        options.bounces.empty() ? options.from : options.bounces,
        message.id,
        links.sealer()
    );
    const auto add = [&](std::string_view name, const std::string& value) {
        out.headers.push_back(fmt::format("{}: {}", name, value));
    };
    add("Date", date_header(now));
    add("From", fmt::format("{} <{}>", display_name(site_name), options.from));
    if (!options.reply_to.empty())
        add("Reply-To", fmt::format("<{}>", options.reply_to));
    add("To", fmt::format("<{}>", mail.recipient));
    add("Subject", encoded(mail.subject));
    add("Message-ID", mail.message_id);
    std::string references;
    // One line of 998 characters holds these.
    for (std::size_t i = 0; i < std::min<std::size_t>(mail.episodes.size(), 10); ++i)
        references += (references.empty() ? "" : "\r\n ") + mail.episodes[i];
    if (!references.empty())
        add("References", references);
    add("Auto-Submitted", "auto-generated");
    add("X-Auto-Response-Suppress", "All");
    if (!mail.unsubscribe_url.empty()) {
        add("List-Id", fmt::format("{} <alertes.{}>", encoded(site_name), links.domain()));
        add("List-Unsubscribe", leave_addresses(message, options, out.envelope_from));
        add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    add("Content-Language", "fr");
    add("Content-Type", "multipart/alternative");
    return out;
}

} // namespace moisson::notify
