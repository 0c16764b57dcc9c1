// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every bound on what comes from outside, in one place (rule R16). Settings may lower some of them;
// nothing raises them at run time unless said so here.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace moisson::limits {

inline constexpr std::size_t kib = 1024;
inline constexpr std::size_t mib = 1024 * kib;

// -- HTTP client -------------------------------------------------------------------------------
// Decompressed body of one catalogue page.
inline constexpr std::size_t page_body_bytes = 64 * mib;
// Decompressed body of a document spooled to disk (`net.document_bytes_max` lowers it).
inline constexpr std::size_t document_body_bytes = 512 * mib;
// What the contents of all large documents in hand take of memory together
// (`net.documents_memory_max`): who finds no room waits.
inline constexpr std::size_t documents_memory_bytes = 512 * mib;
// A document up to this stays in memory.
inline constexpr std::size_t spool_memory_bytes = 8 * mib;
// What is written to the spool at once, and what may wait when nobody writes it.
inline constexpr std::size_t spool_write_bytes = 1 * mib;
inline constexpr std::size_t spool_waiting_bytes = 4 * mib;
inline constexpr std::size_t response_header_bytes = 64 * kib;
// A compressed body may not grow by more than this ratio, once past `ratio_floor_bytes`.
inline constexpr std::size_t decompression_ratio = 100;
inline constexpr std::size_t ratio_floor_bytes = 1 * mib;
inline constexpr int redirects = 5;
inline constexpr std::size_t url_bytes = 8 * kib;
inline constexpr std::size_t robots_bytes = 512 * kib;
inline constexpr std::chrono::seconds retry_after_max = std::chrono::hours(1);
// A run whose portal asks for a longer pause than this is given back, and goes on after it.
inline constexpr std::chrono::seconds pause_in_place_max = std::chrono::minutes(5);
// After that long it looks whether the host is still to be left alone.
inline constexpr std::chrono::seconds pause_away_max = std::chrono::hours(24);
// Between two requests, however little is left of what a server grants.
inline constexpr std::chrono::seconds quota_pause_max = std::chrono::seconds(60);
// A body slower than this after `slow_body_grace` is given up (slow drip).
inline constexpr std::size_t body_bytes_per_second_min = 1 * kib;
inline constexpr std::chrono::seconds slow_body_grace = std::chrono::seconds(10);
// What is read of the body of a 4xx or 5xx, to diagnose it.
inline constexpr std::size_t error_body_bytes = 64 * kib;
// A file that is read whole for its SHA-256 (`monitor.links.hash_bytes_max` lowers it), and the
// time it has: nobody who waits for its host gives up meanwhile.
inline constexpr std::size_t hashed_file_bytes = 512 * mib;
inline constexpr std::chrono::seconds hashed_file_time = std::chrono::seconds(60);
inline constexpr std::size_t robots_rules = 10'000;
inline constexpr std::size_t dns_addresses = 64;
inline constexpr std::size_t dns_cache_names = 100'000;

// -- HTTP server -------------------------------------------------------------------------------
inline constexpr std::size_t request_header_bytes = 16 * kib;
inline constexpr std::size_t request_body_bytes = 64 * kib;
inline constexpr std::size_t query_parameters = 64;
// Requests of one client (an IPv4 address, an IPv6 /64) that run at once; its others wait, so that
// they delay nobody else (`http.requests_per_client`).
inline constexpr std::size_t requests_per_client = 8;
// Connections of one client (`http.connections_per_client`).
inline constexpr std::size_t connections_per_client = 256;
// Connections of the second listener (`http.admin_listen`): a scraper and a few people.
inline constexpr std::size_t admin_connections = 64;

// -- Descriptors -------------------------------------------------------------------------------
// What the process asks the system for at its start, within the hard limit.
inline constexpr std::size_t descriptors = 65'536;
// For files, logs, clocks, and connections that are told that there is no place.
inline constexpr std::size_t descriptors_kept = 128;
// For what harvests and probes have open beside the idle connections of the client.
inline constexpr std::size_t descriptors_of_client = 64;

// -- Parsing -----------------------------------------------------------------------------------
inline constexpr std::size_t json_depth = 64;
// One string inside a JSON document; longer ones fail the record, not the page.
inline constexpr std::size_t json_string_bytes = 16 * mib;
// What one value takes of memory in a tree, with what is made of it: `{}` in a list.
inline constexpr std::size_t json_value_bytes = 128;
// Elements inside one another in the HTML of a description; deeper ones lose their markup.
inline constexpr int html_depth = 64;

// -- One record --------------------------------------------------------------------------------
inline constexpr std::size_t record_bytes = 8 * mib;
// Values in the JSON of one: its tree takes sixty times the bytes of the smallest ones. 5,000 files
// with 50 members each have fewer.
inline constexpr std::size_t record_values = 400'000;
inline constexpr std::size_t title_bytes = 2 * kib;
inline constexpr std::size_t description_bytes = 64 * kib;
inline constexpr std::size_t distributions = 5'000;
inline constexpr std::size_t keywords = 500;
inline constexpr std::size_t keyword_bytes = 256;
inline constexpr std::size_t contacts = 20;
inline constexpr std::size_t spatial_bytes = 32 * kib;
inline constexpr std::size_t short_text_bytes = 1 * kib;
// What PostgreSQL has to put in an index: ids, aliases, slugs. A row of a B-tree holds 2,704 bytes.
inline constexpr std::size_t identifier_bytes = 2 * kib;
inline constexpr std::size_t issues_per_record = 50;
// Corrections by operators, in force at a time: of one source, and of its datasets.
inline constexpr std::size_t corrections_per_source = 10'000;
inline constexpr std::size_t correction_author_bytes = 200;
inline constexpr std::size_t correction_reason_bytes = 2'000;

// -- One run -----------------------------------------------------------------------------------
// A complete run received this share of what was announced: the rest may have gone meanwhile.
inline constexpr double complete_ratio = 0.98;
constexpr bool falls_short(std::int64_t received, std::int64_t announced) {
    return static_cast<double>(received) < complete_ratio * static_cast<double>(announced);
}
// An interrupted run goes on from its last page, unless that is older than this: then it begins
// anew. And a run that has reached `limits.duration` goes on at the next slot of its source, after
// a rest of no more than this.
inline constexpr std::chrono::seconds checkpoint_age_max = std::chrono::hours(24);
inline constexpr std::chrono::seconds run_rest_max = std::chrono::hours(20);
static_assert(run_rest_max < checkpoint_age_max);
// Pages that were read over a longer time, rests and pauses included, are no one list any more: the
// run ends. Only `limits.duration` may allow more.
inline constexpr std::chrono::seconds walk_age_max = std::chrono::hours(72);
inline constexpr std::size_t pages_per_run = 200'000;
inline constexpr std::size_t records_per_page = 10'000;
inline constexpr std::size_t excerpt_bytes = 2 * kib;
// Records of a catalogue in one document; more than any has.
inline constexpr std::size_t records_per_document = 500'000;
// Issues of one code stored row by row in one run; beyond, only counted.
inline constexpr std::size_t issue_rows_per_code_and_run = 1'000;

// -- Search ------------------------------------------------------------------------------------
inline constexpr std::size_t query_bytes = 512;
inline constexpr std::size_t query_words = 24;
inline constexpr std::size_t page_size = 100;
inline constexpr std::size_t result_window = 10'000;

// -- Open data: feeds and sitemaps ---------------------------------------------------------------
// One statement of a public walk: a crawler cannot hold the pool.
inline constexpr std::chrono::milliseconds public_read_time = std::chrono::seconds(5);
// Datasets of one page of a catalogue, those read from the store at once, and what the graph of a
// page may hold before the page ends early.
inline constexpr std::size_t feed_page_size = 500;
inline constexpr int live_step = 25;
inline constexpr std::size_t feed_graph_bytes = 32 * mib;
// Pages that are made at once: each may hold a whole graph, and reads step by step.
inline constexpr int feed_walks = 4;
// A change bears the time at which its transaction began, and is seen when it ends: what changed so
// long before a moment is looked at again. Longer than a page of a harvest takes to be written.
inline constexpr std::chrono::minutes live_changes_settle{5};
// Changes read at once where a part of the catalogue is chosen among them, and looked at for one
// page: it ends there, and the next one goes on.
inline constexpr int live_changes_step = 500;
inline constexpr std::int64_t live_changes_max = 100'000;
// Passed over for "page=N"; beyond, the link to the next page is the way.
inline constexpr std::int64_t feed_skip = 10'000'000;
// Addresses of one sitemap (sitemaps.org), those read at once, and files of one index.
inline constexpr std::size_t sitemap_addresses = 50'000;
inline constexpr int sitemap_step = 1'000;
inline constexpr std::size_t sitemap_parts = 4'096;

// -- Telemetry ---------------------------------------------------------------------------------
inline constexpr std::size_t log_value_bytes = 1 * kib;
inline constexpr std::size_t log_line_bytes = 8 * kib;
// Lines that wait for a slow reader; beyond, they are lost and counted.
inline constexpr std::size_t log_queue_bytes = 1 * mib;
// How long the end of the process waits for that reader.
inline constexpr std::chrono::milliseconds log_flush_time = std::chrono::milliseconds(500);
// Label sets of one metric name; further ones are counted together as "other".
inline constexpr std::size_t metric_series = 2'000;

} // namespace moisson::limits
