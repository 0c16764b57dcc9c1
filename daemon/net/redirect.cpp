// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Redirect rules of RFC 9110, 15.4, with our limits.
#include "net/redirect.hpp"

#include "core/ascii.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <array>

namespace moisson::net {

bool is_redirect(const Answer& answer) {
    constexpr std::array<int, 5> statuses{301, 302, 303, 307, 308};
    return std::find(statuses.begin(), statuses.end(), answer.status) != statuses.end() &&
           !header(answer.headers, "location").empty();
}

bool is_credential(std::string_view header_name) {
    constexpr std::array<std::string_view, 7>
        marks{"authorization", "cookie", "api-key", "apikey", "token", "secret", "password"};
    std::string name = ascii_lowered(header_name);
    return std::any_of(marks.begin(), marks.end(), [&name](std::string_view mark) {
        return name.find(mark) != std::string::npos;
    });
}

Result<WebAddress> RedirectTrail::next(const WebAddress& from, const Answer& answer) {
    const std::string_view location = header(answer.headers, "location");
    Result<WebAddress> to = resolve_web_address(from, location);
    if (!to) {
        const std::size_t colon = location.find(':');
        const std::string_view scheme =
            location.substr(0, colon == std::string_view::npos ? 0 : colon);
        const bool other_scheme = !scheme.empty() && scheme.find('/') == std::string_view::npos &&
                                  !scheme.starts_with("http");
        if (!other_scheme)
            return to.error();
        const std::string clean = repair_utf8(scheme.substr(0, 20)).text;
        return Error(Code::ssrf_blocked, "redirect to scheme " + clean);
    }
    if (!seen_.insert(to->url()).second)
        return Error(Code::redirect_loop, to->url());
    if (followed() > static_cast<std::size_t>(limits::redirects))
        return Error(Code::redirect_too_many, to->url());
    return to;
}

void adapt_to_redirect(Request& request, int status, const WebAddress& from, const WebAddress& to) {
    const bool to_get =
        status == 303 || ((status == 301 || status == 302) && request.method == "POST");
    if (to_get && request.method != "HEAD") {
        request.method = "GET";
        request.body.clear();
        std::erase_if(request.headers, [](const auto& field) {
            return field.first.size() >= 8 &&
                   (field.first.starts_with("Content-") || field.first.starts_with("content-"));
        });
    }
    if (from.origin() == to.origin())
        return;
    request.policy.headers.clear();
    std::erase_if(request.headers, [](const auto& field) { return is_credential(field.first); });
}

} // namespace moisson::net
