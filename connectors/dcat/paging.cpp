// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "dcat/paging.hpp"

#include "kit/body.hpp"
#include "net/web_address.hpp"

#include <algorithm>
#include <array>

namespace moisson::dcat {
namespace {

using net::WebAddress;

constexpr std::array<std::string_view, 10> private_endings{
    ".local",
    ".localhost",
    ".internal",
    ".intranet",
    ".lan",
    ".home",
    ".corp",
    ".test",
    ".invalid",
    ".localdomain"};

// A name or an address that nobody outside can ask.
bool is_internal(const WebAddress& address) {
    const std::string& host = address.host;
    if (address.literal)
        return true;
    if (host.find('.') == std::string::npos)
        return true;
    return std::any_of(private_endings.begin(), private_endings.end(), [&](std::string_view end) {
        return host.ends_with(end);
    });
}

std::string_view path_of(const WebAddress& address) {
    return std::string_view(address.path).substr(0, address.path.find('?'));
}

std::string_view last_segment(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

// The same page on the host that answered. Behind a proxy the path may have lost its beginning:
// the last part tells whether it is still this document.
WebAddress on_public_host(const WebAddress& current, const WebAddress& next) {
    WebAddress address = current;
    const std::size_t query = next.path.find('?');
    const bool same_document = last_segment(path_of(current)) == last_segment(path_of(next));
    if (same_document && query != std::string::npos)
        address.path = std::string(path_of(current)) + next.path.substr(query);
    else
        address.path = next.path;
    return address;
}

} // namespace

std::string
next_page_address(std::string_view current, std::string_view next, std::vector<Issue>& issues) {
    const Result<WebAddress> here = net::parse_web_address(current);
    if (next.empty() || here.has_error())
        return {};
    const Result<WebAddress> there = net::resolve_web_address(*here, next);
    if (there.has_error()) {
        Issue issue(Code::bad_url, Stage::parse, "next page");
        issue.excerpt = kit::excerpt_of(next);
        issues.push_back(std::move(issue));
        return {};
    }
    if (there->host == here->host && there->port == here->port && there->tls == here->tls)
        return there->url();
    const bool same_name = there->host == here->host;
    if (!same_name && !is_internal(*there))
        return there->url();
    const WebAddress rewritten = on_public_host(*here, *there);
    // http in the place of https is too common to be told.
    if (!same_name) {
        Issue issue(Code::private_url, Stage::parse, "next page: " + there->origin());
        issue.remote_url = rewritten.url();
        issues.push_back(std::move(issue));
    }
    return rewritten.url();
}

} // namespace moisson::dcat
