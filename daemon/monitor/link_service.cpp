// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// OGC services: their address, their exceptions.
#include "monitor/link_judge.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace moisson::monitor {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> services = {{
    {"WMS_SRVC", "WMS"},
    {"WFS_SRVC", "WFS"},
    {"WCS_SRVC", "WCS"},
    {"WMTS_SRVC", "WMTS"},
    {"CSW", "CSW"},
    {"WPS", "WPS"},
}};

constexpr std::size_t searched_bytes = 64 * 1024;

std::string upper(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c;
    });
    return out;
}

// Value of a parameter in upper case, empty when absent.
std::string parameter(const std::string& upper_url, std::string_view name) {
    const std::size_t question = upper_url.find('?');
    if (question == std::string::npos)
        return {};
    std::size_t begin = question + 1;
    while (begin < upper_url.size()) {
        const std::size_t end = std::min(upper_url.find('&', begin), upper_url.size());
        const std::string_view pair(upper_url.data() + begin, end - begin);
        if (pair.starts_with(name) && pair.size() > name.size() && pair[name.size()] == '=')
            return std::string(pair.substr(name.size() + 1));
        begin = end + 1;
    }
    return {};
}

} // namespace

std::string ogc_service(const LinkTarget& target) {
    const std::string asked = parameter(upper(target.url), "SERVICE");
    for (const auto& [format, service] : services)
        if (asked == service || (asked.empty() && target.format == format))
            return std::string(service);
    return {};
}

std::string service_address(const LinkTarget& target, std::string_view service) {
    const std::string asked = upper(target.url);
    if (!parameter(asked, "REQUEST").empty())
        return target.url;
    std::string url = target.url.substr(0, target.url.find('#'));
    const auto add = [&url](std::string_view pair) {
        if (url.find('?') == std::string::npos)
            url += '?';
        else if (!url.ends_with('?') && !url.ends_with('&'))
            url += '&';
        url += pair;
    };
    if (parameter(asked, "SERVICE").empty())
        add("service=" + std::string(service));
    add("request=GetCapabilities");
    return url;
}

bool is_service_exception(std::string_view body) {
    body = body.substr(0, searched_bytes);
    return body.find("ServiceExceptionReport") != std::string_view::npos ||
           body.find("ExceptionReport") != std::string_view::npos;
}

} // namespace moisson::monitor
