// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The options of `mail`: who sends, through which server, how often.
#include "notify/smtp.hpp"
#include "settings/option_kinds.hpp"
#include "settings/options.hpp"

namespace moisson::settings {
namespace {

using namespace std::chrono_literals;

std::string check_address(const std::string& text) {
    return text.empty() || notify::normal_address(text)
               ? std::string()
               : fmt::format("« {} » n'est pas une adresse électronique", text);
}

} // namespace

void add_mail_options(std::vector<Option<Settings>>& out) {
    using notify::SmtpSecurity;
    out.push_back(text_option<Settings>("mail.host", MOISSON_MEMBER(mail.smtp.host)));
    out.push_back(number_option<Settings>("mail.port", MOISSON_MEMBER(mail.smtp.port), 1, 65'535));
    const std::vector<std::pair<std::string, SmtpSecurity>> kinds = {
        {"starttls", SmtpSecurity::starttls},
        {"tls", SmtpSecurity::tls},
        {"none", SmtpSecurity::none}};
    out.push_back(
        choice_option<Settings>("mail.security", MOISSON_MEMBER(mail.smtp.security), kinds)
    );
    out.push_back(text_option<Settings>("mail.user", MOISSON_MEMBER(mail.smtp.user)));
    out.push_back(secret_option<Settings>("mail.password", MOISSON_MEMBER(mail.smtp.password)));
    out.push_back(text_option<Settings>("mail.ca_file", MOISSON_MEMBER(mail.smtp.ca_file)));
    out.push_back(text_option<Settings>("mail.from", MOISSON_MEMBER(mail.from), check_address));
    out.push_back(
        text_option<Settings>("mail.reply_to", MOISSON_MEMBER(mail.reply_to), check_address)
    );
    out.push_back(text_option<Settings>("mail.bounces", MOISSON_MEMBER(mail.bounces), check_address)
    );
    out.push_back(
        number_option<Settings>("mail.digest_hour", MOISSON_MEMBER(mail.digest_hour), 0, 23)
    );
    out.push_back(number_option<Settings>("mail.digest_day", MOISSON_MEMBER(mail.digest_day), 1, 7)
    );
    out.push_back(
        duration_option<Settings>("mail.group_wait", MOISSON_MEMBER(mail.group_wait), 0s, 24h)
    );
    out.push_back(duration_option<Settings>(
        "mail.immediate_every",
        MOISSON_MEMBER(mail.immediate_every),
        1min,
        24h
    ));
    out.push_back(
        number_option<Settings>("mail.per_day", MOISSON_MEMBER(mail.per_day), 0, 1'000'000)
    );
    out.push_back(duration_option<Settings>("mail.poll", MOISSON_MEMBER(mail.poll), 1s, 1h));
}

} // namespace moisson::settings
