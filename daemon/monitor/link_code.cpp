// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/link_code.hpp"

#include <algorithm>
#include <array>

namespace moisson::monitor {
namespace {

struct Row {
    LinkCode code;
    std::string_view name;
    LinkClass kind;
};

constexpr auto rows = std::to_array<Row>({
#define MOISSON_LINK_CODE(name, kind) {LinkCode::name, #name, LinkClass::kind},
    MOISSON_LINK_CODES(MOISSON_LINK_CODE)
#undef MOISSON_LINK_CODE
});

constexpr auto codes = std::to_array<LinkCode>({
#define MOISSON_LINK_CODE(name, kind) LinkCode::name,
    MOISSON_LINK_CODES(MOISSON_LINK_CODE)
#undef MOISSON_LINK_CODE
});

} // namespace

std::string_view to_string(LinkCode code) {
    return rows[static_cast<std::size_t>(code)].name;
}

std::optional<LinkCode> link_code_from_string(std::string_view text) {
    for (const Row& row : rows)
        if (row.name == text)
            return row.code;
    return std::nullopt;
}

std::span<const LinkCode> all_link_codes() {
    return codes;
}

LinkClass class_of(LinkCode code) {
    return rows[static_cast<std::size_t>(code)].kind;
}

std::string_view to_string(LinkClass kind) {
    constexpr std::array<std::string_view, 7>
        names{"positive", "warning", "hard", "soft", "neutral", "fault", "excluded"};
    return names[static_cast<std::size_t>(kind)];
}

bool works(LinkCode code) {
    const LinkClass kind = class_of(code);
    return kind == LinkClass::positive || kind == LinkClass::warning;
}

bool is_negative(LinkCode code) {
    const LinkClass kind = class_of(code);
    return kind == LinkClass::hard || kind == LinkClass::soft;
}

bool is_of_host(LinkCode code) {
    constexpr std::array<LinkCode, 7> before_the_first_byte{
        LinkCode::dns_nxdomain,
        LinkCode::dns_servfail,
        LinkCode::conn_refused,
        LinkCode::conn_reset,
        LinkCode::timeout_connect,
        LinkCode::host_unreachable,
        LinkCode::tls_handshake};
    return std::find(before_the_first_byte.begin(), before_the_first_byte.end(), code) !=
           before_the_first_byte.end();
}

} // namespace moisson::monitor
