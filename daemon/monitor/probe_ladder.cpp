// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "monitor/probe_ladder.hpp"

#include "core/ascii.hpp"
#include "core/digest.hpp"
#include "core/limits.hpp"
#include "monitor/link_format.hpp"
#include "monitor/link_judge.hpp"
#include "monitor/link_soft404.hpp"
#include "monitor/probe_evidence.hpp"
#include "monitor/whole_file.hpp"
#include "net/retry.hpp"
#include "net/web_address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace moisson::monitor {
namespace {

constexpr std::size_t looked_at_bytes = 64 * 1024;
constexpr std::chrono::hours canary_age_max{7 * 24};
constexpr std::size_t canaries_max = 10'000;
// However slow the pace of a host.
constexpr std::chrono::seconds budget_wait_max = std::chrono::hours(1);

// How long each request of a probe may wait for its turn. Two places of the host's pace, or what
// little is left of a quota lets us wait: a host that is always slower than we are patient would
// never be looked at.
std::chrono::seconds budget_wait(double rate) {
    constexpr std::chrono::seconds least = limits::quota_pause_max + std::chrono::seconds(5);
    static_assert(limits::hashed_file_time < least, "a whole file makes no host look busy");
    if (rate <= 0)
        return least;
    const std::chrono::duration<double> turns(2 / rate);
    if (turns >= budget_wait_max)
        return budget_wait_max;
    return std::max(least, std::chrono::ceil<std::chrono::seconds>(turns));
}

// What an address says of itself.
std::optional<LinkCode> fault_of(const std::string& url) {
    std::string scheme = ascii_lowered(url.substr(0, url.find(':')));
    if (scheme == "ftp" || scheme == "ftps" || scheme == "sftp")
        return LinkCode::scheme_off;
    const std::size_t slashes = url.find("://");
    if (scheme != "http" && scheme != "https" && slashes != std::string::npos)
        return LinkCode::scheme_unsupported;
    // Somebody's credentials are not ours to use; the address may well be right.
    if (slashes != std::string::npos) {
        const std::size_t host = slashes + 3;
        const std::string_view rest = std::string_view(url).substr(host);
        if (rest.substr(0, rest.find_first_of("/?#")).find('@') != std::string_view::npos)
            return LinkCode::policy_denied;
    }
    if (!net::parse_web_address(url))
        return LinkCode::url_invalid;
    return std::nullopt;
}

bool worth_a_retry(
    const std::optional<net::Response>& answer,
    const std::optional<Error>& failure
) {
    if (failure)
        return failure->code == Code::connect_reset || failure->code == Code::tls_handshake;
    return answer && (answer->status == 502 || answer->status == 503 || answer->status == 504) &&
           net::header(answer->headers, "retry-after").empty();
}

// Of a clean address.
std::string_view origin_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
    return url.substr(host, url.find_first_of("/?#", host) - host);
}

std::string sparql_address(const std::string& url) {
    const char mark = url.find('?') == std::string::npos ? '?' : '&';
    return url + mark + "query=ASK%20%7B%7D";
}

} // namespace

std::uint32_t sample_id(std::string_view url) {
    // Stored: the fast hash of core is not for that.
    std::uint32_t hash = 2'166'136'261U;
    for (const char c : url)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
    return hash == 0 ? 1 : hash;
}

net::Request LinkProber::request(const std::string& method, const std::string& url) const {
    net::Request out(url);
    out.method = method;
    out.inspect = true;
    out.retries_max = 0;
    out.priority = HostPriority::links;
    out.policy.rate =
        options_.slower_rate ? options_.slower_rate(options_.rate, url) : options_.rate;
    out.budget_wait = budget_wait(out.policy.rate);
    out.policy.respect_robots = true;
    out.policy.robots_by_name_only = !options_.obey_robots;
    out.body_bytes_max = looked_at_bytes;
    out.headers.emplace_back("Accept-Encoding", "identity");
    out.timeouts.connect = options_.connect;
    out.timeouts.tls = options_.connect;
    out.timeouts.first_byte = method == "HEAD" ? options_.head_first_byte : options_.get_first_byte;
    out.timeouts.idle = options_.get_first_byte;
    out.timeouts.total = options_.total;
    return out;
}

void LinkProber::take(const net::Request& sent, Result<net::Response> outcome, Look& look) const {
    look.answer.reset();
    look.failure.reset();
    look.result.exchanges.push_back(describe_exchange(sent, outcome));
    if (!outcome) {
        look.failure = outcome.error();
        look.result.elsewhere = look.failure->detail.starts_with(net::redirected_mark);
        return;
    }
    look.answer = std::move(*outcome);
    const net::Response& answer = *look.answer;
    look.result.answered = true;
    look.result.elsewhere =
        !answer.redirects.empty() && origin_of(answer.url) != origin_of(sent.url);
    const std::string_view wish = net::header(answer.headers, "retry-after");
    if (answer.status >= 400 && !wish.empty())
        look.result.retry_after = net::parse_retry_after(wish, timers_.now());
}

asio::awaitable<bool> LinkProber::try_head(const LinkTarget& target, Look& look) {
    net::Request head = request("HEAD", target.url);
    head.etag = target.etag;
    head.last_modified = target.last_modified;
    const net::Request sent = head;
    Result<net::Response> outcome = co_await client_.send(std::move(head));
    take(sent, std::move(outcome), look);
    if (look.failure) {
        look.result.code = code_of(look.failure->code);
        co_return false;
    }
    look.result.code = judge(target, *look.answer, true);
    co_return look.answer->not_modified() || head_suffices(target, *look.answer);
}

asio::awaitable<void>
LinkProber::get(const LinkTarget& target, std::string url, bool ranged, Look& look) {
    net::Request wanted = request("GET", url);
    if (ranged)
        wanted.headers.emplace_back("Range", fmt::format("bytes=0-{}", looked_at_bytes - 1));
    if (url == target.url) {
        wanted.etag = target.etag;
        wanted.last_modified = target.last_modified;
    }
    const net::Request sent = wanted;
    Result<net::Response> outcome = co_await client_.send(std::move(wanted));
    take(sent, std::move(outcome), look);
}

asio::awaitable<void>
LinkProber::get_with_retry(const LinkTarget& target, std::string url, bool ranged, Look& look) {
    co_await get(target, url, ranged, look);
    if (ranged && look.answer && look.answer->status == 416)
        co_await get(target, url, false, look);
    if (!worth_a_retry(look.answer, look.failure))
        co_return;
    const auto spread = static_cast<std::uint64_t>(options_.retry_spread.count());
    const auto extra = static_cast<std::int64_t>(rng_.below(2 * spread + 1));
    const auto wait =
        options_.retry_after - options_.retry_spread + std::chrono::milliseconds(extra);
    co_await sleep_for(timers_, wait);
    co_await get(target, url, ranged, look);
}

// Tells a bad certificate from a dead server. What it brings is neither hashed nor compared.
asio::awaitable<void>
LinkProber::look_unverified(const LinkTarget& target, std::string url, Look& look) {
    const LinkCode fault = code_of(look.failure->code);
    net::Request wanted = request("GET", url);
    wanted.policy.verify_tls = false;
    const net::Request sent = wanted;
    Result<net::Response> outcome = co_await client_.send(std::move(wanted));
    take(sent, std::move(outcome), look);
    look.result.code = fault;
    if (look.failure) {
        // The old protocol stays what it is; anything else is the server's own trouble.
        if (!is_certificate_fault(look.failure->code))
            look.result.code = code_of(look.failure->code);
        co_return;
    }
    const LinkCode seen = judge(target, *look.answer, false);
    if (!works(seen))
        look.result.code = seen;
    look.answer.reset();
}

asio::awaitable<std::optional<bool>>
LinkProber::ask_canary(const LinkTarget& target, std::string body) {
    const std::uint64_t page = simhash(body);
    const std::string key = canary_key(target.url);
    const Steady now = timers_.steady_now();
    const auto known = canaries_.find(key);
    if (known != canaries_.end() && known->second.expires > now)
        co_return known->second.page&& alike(*known->second.page, page);
    const std::string noise = fmt::format("{:016x}", rng_.below(~std::uint64_t{0}));
    net::Request wanted = request("GET", canary_address(target.url, noise));
    const Result<net::Response> answer = co_await client_.send(std::move(wanted));
    if (!answer)
        co_return std::nullopt;
    Canary canary;
    canary.expires = now + canary_age_max;
    if (answer->status < 300)
        canary.page = simhash(answer->body);
    if (canaries_.size() >= canaries_max)
        canaries_.clear();
    const bool same = canary.page && alike(*canary.page, page);
    canaries_.insert_or_assign(key, canary);
    co_return same;
}

// The verdict of a GET.
asio::awaitable<void>
LinkProber::settle(const LinkTarget& target, const HostMemory& host, Look& look) {
    ProbeResult& result = look.result;
    result.by_get = true;
    if (look.failure) {
        result.code = code_of(look.failure->code);
        co_return;
    }
    const net::Response& answer = *look.answer;
    result.code = judge(target, answer, false);
    note_answer(target, answer, result);
    const bool redirected = !answer.redirects.empty();
    const bool service = result.code == LinkCode::ok_service;
    if (!works(result.code) || answer.not_modified() || service ||
        !(redirected || expects_file(target)))
        co_return;
    Soft404Input page;
    page.final_url = redirected ? answer.url : target.url;
    page.body = answer.body;
    page.html = is_html(answer.headers, answer.body);
    page.file = expects_file(target);
    page.sharers = sharers_of(host, sample_id(target.url), sample_id(page.final_url));
    if (page.html && page.file)
        page.canary_alike = co_await ask_canary(target, page.body);
    if (const auto code = soft404(target, page))
        result.code = *code;
}

// What befalls this reading says nothing of the link: only a file that came whole leaves a trace.
asio::awaitable<void> LinkProber::read_whole(const LinkTarget& target, ProbeResult& result) {
    net::Request wanted = request("GET", target.url);
    wanted.digest_bytes_max = options_.hash_bytes_max;
    wanted.timeouts.total = options_.hash_total;
    const net::Request sent = wanted;
    const Result<net::Response> outcome = co_await client_.send(std::move(wanted));
    // The host pauses or is busy: at the next look.
    if (!outcome && outcome.error().unasked)
        co_return;
    result.exchanges.push_back(describe_exchange(sent, outcome));
    result.whole.tried = true;
    if (!outcome)
        co_return;
    const net::Response& answer = *outcome;
    result.whole.sha256 = sum_of_file(target, answer);
    result.whole.limited = answer.status == 429 && (answer.redirects.empty() ||
                                                    origin_of(answer.url) == origin_of(sent.url));
    const std::string_view wish = net::header(answer.headers, "retry-after");
    if (result.whole.limited && !wish.empty())
        result.retry_after = net::parse_retry_after(wish, timers_.now());
}

asio::awaitable<ProbeResult> LinkProber::probe(LinkTarget target, HostMemory host) {
    ProbeResult result = co_await conclude(target, host);
    if (worth_reading(target, result, options_.hash_bytes_max))
        co_await read_whole(target, result);
    co_return result;
}

asio::awaitable<ProbeResult>
LinkProber::conclude(const LinkTarget& target, const HostMemory& host) {
    Look look;
    if (const auto fault = fault_of(target.url)) {
        look.result.code = *fault;
        co_return std::move(look.result);
    }
    const std::string service = ogc_service(target);
    std::string url = target.url;
    if (!service.empty())
        url = service_address(target, service);
    else if (target.format == "SPARQLQ")
        url = sparql_address(url);
    const bool asks_head =
        url == target.url && !target.first_look && !head_unreliable(host, timers_.now());
    std::optional<LinkCode> by_head;
    if (asks_head) {
        const bool settled = co_await try_head(target, look);
        by_head = look.result.code;
        const bool audited = options_.audit_one_in > 0 && rng_.below(options_.audit_one_in) == 0;
        const bool excluded = class_of(*by_head) == LinkClass::excluded;
        if (excluded || (settled && works(*by_head) && !audited)) {
            if (look.answer)
                note_answer(target, *look.answer, look.result);
            co_return std::move(look.result);
        }
    }
    co_await get_with_retry(target, url, service.empty(), look);
    if (look.failure && is_certificate_fault(look.failure->code)) {
        co_await look_unverified(target, url, look);
        look.result.by_get = true;
    } else {
        co_await settle(target, host, look);
    }
    const LinkCode code = look.result.code;
    look.result.head_contradicted =
        by_head && !is_of_host(*by_head) && !is_of_host(code) &&
        ((works(*by_head) && is_negative(code)) || (is_negative(*by_head) && works(code)));
    co_return std::move(look.result);
}

asio::awaitable<bool> LinkProber::answers(std::string url) {
    net::Request wanted = request("HEAD", url);
    wanted.policy.respect_robots = false;
    const Result<net::Response> answer = co_await client_.send(std::move(wanted));
    co_return answer.has_value();
}

} // namespace moisson::monitor
