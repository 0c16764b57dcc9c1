// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/smtp.hpp"

#include "core/utf8.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <new>

namespace moisson::notify {
namespace {

using store::DeliveryOutcome;

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeMime {
    void operator()(curl_mime* mime) const { curl_mime_free(mime); }
};
struct FreeEasy {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using List = std::unique_ptr<curl_slist, FreeList>;
using Mime = std::unique_ptr<curl_mime, FreeMime>;
using Easy = std::unique_ptr<CURL, FreeEasy>;

void append(List& list, const std::string& text) {
    curl_slist* const longer = curl_slist_append(list.get(), text.c_str());
    if (longer == nullptr)
        throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
}

// What passed on the control connection; never AUTH, which holds the password.
struct Dialogue {
    std::string stage;
    std::string last_reply;
};

int watch(CURL*, curl_infotype type, char* data, std::size_t size, void* user) {
    auto& dialogue = *static_cast<Dialogue*>(user);
    const std::string_view line(data, size);
    // The answer to QUIT says nothing of the message.
    if (type == CURLINFO_HEADER_IN && !line.starts_with("221"))
        dialogue.last_reply = std::string(line.substr(0, line.find_first_of("\r\n")));
    if (type == CURLINFO_HEADER_OUT)
        for (const std::string_view command : {"MAIL", "RCPT", "DATA"})
            if (line.starts_with(command))
                dialogue.stage = std::string(command);
    return 0;
}

void add_part(curl_mime* mime, const std::string& text, const char* type) {
    curl_mimepart* const part = curl_mime_addpart(mime);
    // It is copied.
    const std::string lines = with_mail_line_ends(text);
    curl_mime_data(part, lines.data(), lines.size());
    curl_mime_type(part, type);
    curl_mime_encoder(part, "quoted-printable");
}

// 0 when it is no answer.
int code_of(std::string_view reply) {
    int code = 0;
    for (const char c : reply.substr(0, 3))
        code = c >= '0' && c <= '9' ? code * 10 + (c - '0') : 0;
    return code;
}

std::string address_of(const SmtpOptions& options) {
    return fmt::format(
        "{}://{}:{}/{}",
        options.security == SmtpSecurity::tls ? "smtps" : "smtp",
        options.host,
        options.port,
        options.helo
    );
}

void configure(CURL* easy, const SmtpOptions& options, const std::string& address) {
    curl_easy_setopt(easy, CURLOPT_URL, address.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    const long usage = options.security == SmtpSecurity::none ? CURLUSESSL_NONE : CURLUSESSL_ALL;
    curl_easy_setopt(easy, CURLOPT_USE_SSL, usage);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (!options.ca_file.empty())
        curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_file.c_str());
    if (!options.user.empty()) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, options.user.c_str());
        curl_easy_setopt(easy, CURLOPT_PASSWORD, options.password.c_str());
    }
    curl_easy_setopt(
        easy,
        CURLOPT_CONNECTTIMEOUT,
        static_cast<long>(options.connect_timeout.count())
    );
    curl_easy_setopt(easy, CURLOPT_TIMEOUT, static_cast<long>(options.total_timeout.count()));
}

// "5.1.1" after the code, or nothing.
std::string_view enhanced(std::string_view text) {
    if (text.size() < 9 || text[5] != '.')
        return {};
    const std::string_view rest = text.substr(4);
    return rest.substr(0, rest.find(' '));
}

// Of a final refusal. After DATA it is about what we wrote, at MAIL about us; servers that wait
// until RCPT to say that they do not want the sender say 5.1.7 or 5.1.8.
std::optional<store::BounceKind>
bounce_of(int code, std::string_view stage, std::string_view detail) {
    if (stage != "RCPT" || detail == "5.1.7" || detail == "5.1.8")
        return std::nullopt;
    if (detail.starts_with("5.1.") || detail == "5.2.1")
        return store::BounceKind::hard;
    // A bare 550 is as often our own address on a blocklist as an address that is gone: it ends no
    // subscription by itself, and counts only while others take our mail.
    if (code == 550 && detail.empty())
        return store::BounceKind::soft;
    return std::nullopt;
}

} // namespace

SmtpReply judge_reply(bool accepted, int code, std::string_view stage, const std::string& text) {
    SmtpReply out;
    out.text = std::string(utf8_prefix(repair_utf8(text).text, limits::reply_bytes_max));
    if (accepted) {
        out.outcome = DeliveryOutcome::sent;
        return out;
    }
    // Before MAIL it is about us, not about the message: TLS, authentication, a closed door.
    if (stage.empty() || code < 500)
        return out;
    const std::string_view detail = enhanced(out.text);
    if (detail == "5.4.4")
        return out;
    out.outcome = DeliveryOutcome::failed;
    out.bounce = bounce_of(code, stage, detail);
    return out;
}

std::string with_mail_line_ends(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 32);
    char before = '\0';
    for (const char c : text) {
        if (c == '\n' && before != '\r')
            out += '\r';
        out += c;
        before = c;
    }
    return out;
}

SmtpReply send_mail(const SmtpOptions& options, const Outgoing& mail) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    // What the handle writes to outlives it: closing the connection talks too.
    Dialogue dialogue;
    std::array<char, CURL_ERROR_SIZE> problem{};
    const Easy easy(curl_easy_init());
    if (!easy)
        throw std::bad_alloc();
    const std::string address = address_of(options);
    configure(easy.get(), options, address);
    List recipients;
    append(recipients, "<" + mail.recipient + ">");
    List headers;
    for (const std::string& line : mail.headers)
        append(headers, line);
    const Mime mime(curl_mime_init(easy.get()));
    add_part(mime.get(), mail.plain, "text/plain; charset=utf-8");
    add_part(mime.get(), mail.html, "text/html; charset=utf-8");
    const std::string from = "<" + mail.envelope_from + ">";
    curl_easy_setopt(easy.get(), CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(easy.get(), CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy.get(), CURLOPT_MIMEPOST, mime.get());
    curl_easy_setopt(easy.get(), CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_DEBUGFUNCTION, watch);
    curl_easy_setopt(easy.get(), CURLOPT_DEBUGDATA, &dialogue);
    curl_easy_setopt(easy.get(), CURLOPT_ERRORBUFFER, problem.data());
    const CURLcode code = curl_easy_perform(easy.get());
    const int reply = code_of(dialogue.last_reply);
    const bool answered = code == CURLE_OK || reply >= 400;
    const std::string text = answered             ? dialogue.last_reply
                             : problem[0] != '\0' ? std::string(problem.data())
                                                  : std::string(curl_easy_strerror(code));
    return judge_reply(code == CURLE_OK, reply, dialogue.stage, text);
}

} // namespace moisson::notify
