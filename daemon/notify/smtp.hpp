// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Mail on the wire: headers, and one message over SMTP by libcurl. Blocking: on the mail thread
// only.
#pragma once

#include "notify/links.hpp"
#include "notify/mail_options.hpp"
#include "store/message_store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::notify {

// "a.b@exemple.org" in lower case; nothing when it is no address that we would write to.
std::optional<std::string> normal_address(std::string_view text);

struct Outgoing {
    std::string envelope_from;
    std::string recipient;
    // Whole lines without line ends, ASCII.
    std::vector<std::string> headers;
    std::string plain;
    std::string html;
};

// `site_name` is what the sender is called.
Outgoing outgoing(
    const store::StoredMessage& message,
    const MailOptions& options,
    const Links& links,
    const std::string& site_name,
    Instant now
);

struct SmtpReply {
    store::DeliveryOutcome outcome = store::DeliveryOutcome::deferred;
    // What a refusal says of the recipient's address: hard, it does not work; soft, perhaps.
    std::optional<store::BounceKind> bounce;
    // What the server said last, or why there was no answer.
    std::string text;
};

// What an answer means: `code` of the last reply, 0 without one; `stage` the last command sent
// ("" before MAIL). Pure.
SmtpReply judge_reply(bool accepted, int code, std::string_view stage, const std::string& text);

// With CRLF at the end of every line, as mail has them: a bare LF is a byte of the text to whoever
// encodes it, and becomes "=0A".
std::string with_mail_line_ends(std::string_view text);

SmtpReply send_mail(const SmtpOptions& options, const Outgoing& mail);

} // namespace moisson::notify
