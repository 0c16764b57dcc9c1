// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/agents.hpp"

#include "text/key.hpp"

#include <algorithm>
#include <array>

namespace moisson::normalise {
namespace {

constexpr std::size_t email_bytes_max = 254;

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > email_bytes_max)
        return false;
    const std::string_view host = text.substr(at + 1);
    const auto dot = host.rfind('.');
    const bool named = dot != std::string_view::npos && dot > 0 && host.size() - dot > 2 &&
                       host.find("..") == std::string_view::npos && host.front() != '.' &&
                       host.front() != '-';
    return named &&
           std::all_of(
               text.begin(),
               text.begin() + static_cast<std::ptrdiff_t>(at),
               [](char c) {
                   return static_cast<unsigned char>(c) > 0x20 &&
                          std::string_view("@<>()[]\\,;:\"").find(c) == std::string_view::npos &&
                          static_cast<unsigned char>(c) < 0x7F;
               }
           ) &&
           std::all_of(host.begin(), host.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '.';
           });
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

} // namespace

EmailReading read_email(std::string_view raw) {
    EmailReading reading;
    std::string_view text = text::trim(raw);
    if (text.empty())
        return reading;
    std::string work(text.substr(0, 2'000));
    for (const std::string_view prefix : {"mailto:", "MAILTO:", "Mailto:", "mailto://"})
        if (work.starts_with(prefix))
            work.erase(0, prefix.size());
    if (work.starts_with("http://") || work.starts_with("https://") || work.starts_with("www.")) {
        reading.url = work;
        reading.bad = true;
        return reading;
    }
    work = text::percent_decoded(work.substr(0, work.find('?')));
    for (const std::string_view at : {" (at) ", "(at)", " [at] ", "[at]", " (AT) ", "(AT)", "[AT]"})
        replace_all(work, at, "@");
    for (const std::string_view dot : {"(dot)", "[dot]", "(point)", "[point]"})
        replace_all(work, dot, ".");
    if (const auto open = work.find('<'); open != std::string::npos)
        work = work.substr(open + 1, work.find('>', open) - open - 1);
    for (std::string_view rest = work; !rest.empty();) {
        const auto end = std::min(rest.find_first_of(",; /"), rest.size());
        const std::string_view candidate = text::trim(rest.substr(0, end));
        if (is_email(candidate)) {
            reading.email = candidate;
            return reading;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    reading.bad = true;
    return reading;
}

} // namespace moisson::normalise
