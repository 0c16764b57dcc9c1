// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The closed list of failure and issue codes: what can go wrong between a portal and our tables.
// Codes are stable: they are stored, shown, counted and documented (docs/codes.md). A code that is
// no longer produced keeps its name. The sentence for the operator lives in daemon/i18n.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace moisson {

// How much an issue matters for the record or the run that carries it.
enum class Severity { info, warning, error };

// MOISSON_CODE(name in C++, name in SQL/JSON/docs, usual severity)
#define MOISSON_CODES(MOISSON_CODE)                                                                \
    MOISSON_CODE(dns_nxdomain, "DNS_NXDOMAIN", error)                                              \
    MOISSON_CODE(dns_servfail, "DNS_SERVFAIL", error)                                              \
    MOISSON_CODE(dns_no_address, "DNS_NO_ADDRESS", error)                                          \
    MOISSON_CODE(dns_timeout, "DNS_TIMEOUT", error)                                                \
    MOISSON_CODE(connect_refused, "CONNECT_REFUSED", error)                                        \
    MOISSON_CODE(connect_reset, "CONNECT_RESET", error)                                            \
    MOISSON_CODE(host_unreachable, "HOST_UNREACHABLE", error)                                      \
    MOISSON_CODE(tls_handshake, "TLS_HANDSHAKE", error)                                            \
    MOISSON_CODE(tls_expired, "TLS_EXPIRED", error)                                                \
    MOISSON_CODE(tls_not_yet_valid, "TLS_NOT_YET_VALID", error)                                    \
    MOISSON_CODE(tls_name_mismatch, "TLS_NAME_MISMATCH", error)                                    \
    MOISSON_CODE(tls_self_signed, "TLS_SELF_SIGNED", error)                                        \
    MOISSON_CODE(tls_unknown_ca, "TLS_UNKNOWN_CA", error)                                          \
    MOISSON_CODE(tls_incomplete_chain, "TLS_INCOMPLETE_CHAIN", error)                              \
    MOISSON_CODE(tls_old_protocol, "TLS_OLD_PROTOCOL", error)                                      \
    MOISSON_CODE(timeout_connect, "TIMEOUT_CONNECT", error)                                        \
    MOISSON_CODE(timeout_tls, "TIMEOUT_TLS", error)                                                \
    MOISSON_CODE(timeout_first_byte, "TIMEOUT_FIRST_BYTE", error)                                  \
    MOISSON_CODE(timeout_idle, "TIMEOUT_IDLE", error)                                              \
    MOISSON_CODE(timeout_total, "TIMEOUT_TOTAL", error)                                            \
    MOISSON_CODE(http_4xx, "HTTP_4XX", error)                                                      \
    MOISSON_CODE(http_5xx, "HTTP_5XX", error)                                                      \
    MOISSON_CODE(rate_limited, "RATE_LIMITED", error)                                              \
    MOISSON_CODE(blocked_waf, "BLOCKED_WAF", error)                                                \
    MOISSON_CODE(robots_denied, "ROBOTS_DENIED", error)                                            \
    MOISSON_CODE(ssrf_blocked, "SSRF_BLOCKED", error)                                              \
    MOISSON_CODE(redirect_loop, "REDIRECT_LOOP", error)                                            \
    MOISSON_CODE(redirect_too_many, "REDIRECT_TOO_MANY", error)                                    \
    MOISSON_CODE(proxy_failed, "PROXY_FAILED", error)                                              \
    MOISSON_CODE(protocol_error, "PROTOCOL_ERROR", error)                                          \
    MOISSON_CODE(truncated, "TRUNCATED", error)                                                    \
    MOISSON_CODE(too_large, "TOO_LARGE", error)                                                    \
    MOISSON_CODE(compression_bomb, "COMPRESSION_BOMB", error)                                      \
    MOISSON_CODE(spool_failed, "SPOOL_FAILED", error)                                              \
    MOISSON_CODE(local_resources, "LOCAL_RESOURCES", error)                                        \
    MOISSON_CODE(export_failed, "EXPORT_FAILED", error)                                            \
    MOISSON_CODE(bad_request_url, "BAD_REQUEST_URL", error)                                        \
    MOISSON_CODE(not_json, "NOT_JSON", error)                                                      \
    MOISSON_CODE(api_error, "API_ERROR", error)                                                    \
    MOISSON_CODE(parse_json, "PARSE_JSON", error)                                                  \
    MOISSON_CODE(parse_xml, "PARSE_XML", error)                                                    \
    MOISSON_CODE(parse_rdf, "PARSE_RDF", error)                                                    \
    MOISSON_CODE(encoding_repaired, "ENCODING_REPAIRED", warning)                                  \
    MOISSON_CODE(iri_repaired, "IRI_REPAIRED", warning)                                            \
    MOISSON_CODE(node_id_repaired, "NODE_ID_REPAIRED", info)                                       \
    MOISSON_CODE(prefix_repaired, "PREFIX_REPAIRED", warning)                                      \
    MOISSON_CODE(syntax_repaired, "SYNTAX_REPAIRED", warning)                                      \
    MOISSON_CODE(media_type_wrong, "MEDIA_TYPE_WRONG", info)                                       \
    MOISSON_CODE(bad_shape, "BAD_SHAPE", error)                                                    \
    MOISSON_CODE(page_loop, "PAGE_LOOP", error)                                                    \
    MOISSON_CODE(page_stagnant, "PAGE_STAGNANT", error)                                            \
    MOISSON_CODE(count_mismatch, "COUNT_MISMATCH", warning)                                        \
    MOISSON_CODE(limit_reached, "LIMIT_REACHED", warning)                                          \
    MOISSON_CODE(dup_id, "DUP_ID", warning)                                                        \
    MOISSON_CODE(id_synthetic, "ID_SYNTHETIC", warning)                                            \
    MOISSON_CODE(missing_id, "MISSING_ID", error)                                                  \
    MOISSON_CODE(missing_title, "MISSING_TITLE", warning)                                          \
    MOISSON_CODE(not_published, "NOT_PUBLISHED", info)                                             \
    MOISSON_CODE(not_a_dataset, "NOT_A_DATASET", info)                                             \
    MOISSON_CODE(harvested_from_us, "HARVESTED_FROM_US", warning)                                  \
    MOISSON_CODE(filter_ignored, "FILTER_IGNORED", warning)                                        \
    MOISSON_CODE(bad_date, "BAD_DATE", warning)                                                    \
    MOISSON_CODE(future_date, "FUTURE_DATE", warning)                                              \
    MOISSON_CODE(bad_period, "BAD_PERIOD", warning)                                                \
    MOISSON_CODE(bad_url, "BAD_URL", warning)                                                      \
    MOISSON_CODE(private_url, "PRIVATE_URL", warning)                                              \
    MOISSON_CODE(bad_email, "BAD_EMAIL", warning)                                                  \
    MOISSON_CODE(bad_checksum, "BAD_CHECKSUM", warning)                                            \
    MOISSON_CODE(bad_spatial, "BAD_SPATIAL", warning)                                              \
    MOISSON_CODE(dup_resource, "DUP_RESOURCE", info)                                               \
    MOISSON_CODE(unmapped_licence, "UNMAPPED_LICENSE", warning)                                    \
    MOISSON_CODE(unmapped_frequency, "UNMAPPED_FREQUENCY", warning)                                \
    MOISSON_CODE(unmapped_theme, "UNMAPPED_THEME", info)                                           \
    MOISSON_CODE(unmapped_format, "UNMAPPED_FORMAT", warning)                                      \
    MOISSON_CODE(unmapped_language, "UNMAPPED_LANGUAGE", warning)                                  \
    MOISSON_CODE(unmapped_access_right, "UNMAPPED_ACCESS_RIGHT", warning)                          \
    MOISSON_CODE(mass_deletion_held, "MASS_DELETION_HELD", error)                                  \
    MOISSON_CODE(mass_arrival_held, "MASS_ARRIVAL_HELD", error)                                    \
    MOISSON_CODE(incomplete_crawl, "INCOMPLETE_CRAWL", warning)                                    \
    MOISSON_CODE(settings_changed, "SETTINGS_CHANGED", info)                                       \
    MOISSON_CODE(tls_not_verified, "TLS_NOT_VERIFIED", warning)                                    \
    MOISSON_CODE(run_interrupted, "RUN_INTERRUPTED", warning)                                      \
    MOISSON_CODE(run_paused, "RUN_PAUSED", info)                                                   \
    MOISSON_CODE(run_rested, "RUN_RESTED", info)                                                   \
    MOISSON_CODE(run_cancelled, "RUN_CANCELLED", warning)                                          \
    MOISSON_CODE(run_duration_reached, "RUN_DURATION_REACHED", warning)                            \
    MOISSON_CODE(store_rejected, "STORE_REJECTED", error)                                          \
    MOISSON_CODE(store_unavailable, "STORE_UNAVAILABLE", error)                                    \
    MOISSON_CODE(table_damaged, "TABLE_DAMAGED", error)                                            \
    MOISSON_CODE(schema_mismatch, "SCHEMA_MISMATCH", error)                                        \
    MOISSON_CODE(config_invalid, "CONFIG_INVALID", error)                                          \
    MOISSON_CODE(not_found, "NOT_FOUND", error)                                                    \
    MOISSON_CODE(invalid_argument, "INVALID_ARGUMENT", error)                                      \
    MOISSON_CODE(cancelled, "CANCELLED", info)                                                     \
    MOISSON_CODE(internal_error, "INTERNAL_ERROR", error)

enum class Code : unsigned char {
#define MOISSON_CODE(name, text, severity) name,
    MOISSON_CODES(MOISSON_CODE)
#undef MOISSON_CODE
};

// The stable name, e.g. "TLS_EXPIRED".
std::string_view to_string(Code code);
std::optional<Code> code_from_string(std::string_view text);
Severity usual_severity(Code code);
std::span<const Code> all_codes();

std::string_view to_string(Severity severity);
std::optional<Severity> severity_from_string(std::string_view text);

} // namespace moisson
