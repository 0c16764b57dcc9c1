// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What one probe of a link saw (research S2.2): a closed list, each code with its class. Codes are
// stored and shown; the French sentences are in i18n/link_labels.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace moisson::monitor {

// What a code says about the file. `fault`: a fact about the address itself, no network needed.
// `excluded`: somebody asked us not to look.
enum class LinkClass { positive, warning, hard, soft, neutral, fault, excluded };

// MOISSON_LINK_CODE(name, class)
#define MOISSON_LINK_CODES(MOISSON_LINK_CODE)                                                      \
    MOISSON_LINK_CODE(ok, positive)                                                                \
    MOISSON_LINK_CODE(ok_304, positive)                                                            \
    MOISSON_LINK_CODE(ok_partial, positive)                                                        \
    MOISSON_LINK_CODE(ok_redirect_temp, positive)                                                  \
    MOISSON_LINK_CODE(ok_redirect_perm, positive)                                                  \
    MOISSON_LINK_CODE(ok_service, positive)                                                        \
    MOISSON_LINK_CODE(tls_expired, warning)                                                        \
    MOISSON_LINK_CODE(tls_not_yet_valid, warning)                                                  \
    MOISSON_LINK_CODE(tls_name_mismatch, warning)                                                  \
    MOISSON_LINK_CODE(tls_self_signed, warning)                                                    \
    MOISSON_LINK_CODE(tls_unknown_ca, warning)                                                     \
    MOISSON_LINK_CODE(tls_incomplete_chain, warning)                                               \
    MOISSON_LINK_CODE(tls_old_protocol, warning)                                                   \
    MOISSON_LINK_CODE(slow_ttfb, warning)                                                          \
    MOISSON_LINK_CODE(format_mismatch, warning)                                                    \
    MOISSON_LINK_CODE(https_downgrade, warning)                                                    \
    MOISSON_LINK_CODE(truncated, warning)                                                          \
    MOISSON_LINK_CODE(landing_page, warning)                                                       \
    MOISSON_LINK_CODE(http_404, hard)                                                              \
    MOISSON_LINK_CODE(http_410, hard)                                                              \
    MOISSON_LINK_CODE(dns_nxdomain, hard)                                                          \
    MOISSON_LINK_CODE(url_invalid, fault)                                                          \
    MOISSON_LINK_CODE(scheme_unsupported, fault)                                                   \
    MOISSON_LINK_CODE(timeout_connect, soft)                                                       \
    MOISSON_LINK_CODE(timeout_ttfb, soft)                                                          \
    MOISSON_LINK_CODE(conn_refused, soft)                                                          \
    MOISSON_LINK_CODE(conn_reset, soft)                                                            \
    MOISSON_LINK_CODE(host_unreachable, soft)                                                      \
    MOISSON_LINK_CODE(dns_servfail, soft)                                                          \
    MOISSON_LINK_CODE(tls_handshake, soft)                                                         \
    MOISSON_LINK_CODE(http_5xx, soft)                                                              \
    MOISSON_LINK_CODE(http_400, soft)                                                              \
    MOISSON_LINK_CODE(http_408, soft)                                                              \
    MOISSON_LINK_CODE(http_other_4xx, soft)                                                        \
    MOISSON_LINK_CODE(redirect_loop, soft)                                                         \
    MOISSON_LINK_CODE(redirect_too_many, soft)                                                     \
    MOISSON_LINK_CODE(empty_body, soft)                                                            \
    MOISSON_LINK_CODE(api_exception, soft)                                                         \
    MOISSON_LINK_CODE(soft404_root, soft)                                                          \
    MOISSON_LINK_CODE(soft404_path, soft)                                                          \
    MOISSON_LINK_CODE(soft404_canary, soft)                                                        \
    MOISSON_LINK_CODE(soft404_shared_target, soft)                                                 \
    MOISSON_LINK_CODE(auth_401, neutral)                                                           \
    MOISSON_LINK_CODE(auth_407, neutral)                                                           \
    MOISSON_LINK_CODE(forbidden_403, neutral)                                                      \
    MOISSON_LINK_CODE(blocked_challenge, neutral)                                                  \
    MOISSON_LINK_CODE(rate_limited_429, neutral)                                                   \
    MOISSON_LINK_CODE(legal_451, neutral)                                                          \
    MOISSON_LINK_CODE(policy_denied, neutral)                                                      \
    MOISSON_LINK_CODE(too_large, neutral)                                                          \
    MOISSON_LINK_CODE(proto_error, neutral)                                                        \
    MOISSON_LINK_CODE(host_backoff, neutral)                                                       \
    MOISSON_LINK_CODE(checker_offline, neutral)                                                    \
    MOISSON_LINK_CODE(internal_error, neutral)                                                     \
    MOISSON_LINK_CODE(robots_denied, excluded)                                                     \
    MOISSON_LINK_CODE(scheme_off, excluded)

enum class LinkCode : unsigned char {
#define MOISSON_LINK_CODE(name, kind) name,
    MOISSON_LINK_CODES(MOISSON_LINK_CODE)
#undef MOISSON_LINK_CODE
};

std::string_view to_string(LinkCode code);
std::optional<LinkCode> link_code_from_string(std::string_view text);
std::span<const LinkCode> all_link_codes();
LinkClass class_of(LinkCode code);
std::string_view to_string(LinkClass kind);

// Positive, or with a warning; hard or soft.
bool works(LinkCode code);
bool is_negative(LinkCode code);

// The host said nothing at all: an observation of the host, not of the file (decision 4).
bool is_of_host(LinkCode code);

} // namespace moisson::monitor
