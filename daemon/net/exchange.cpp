// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The order of an exchange and its judgement; the steps are in net/message_io.hpp.
#include "net/exchange.hpp"

#include "async/offload.hpp"
#include "core/clock.hpp"
#include "core/limits.hpp"
#include "net/message_io.hpp"
#include "net/request_text.hpp"

#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/error.hpp>

namespace moisson::net {

namespace http = boost::beast::http;

namespace {

using Outcome = boost::system::result<Answer, ExchangeFailure>;

// Answers "100 Continue" and the like before the real one.
constexpr int informational_max = 8;

ExchangeFailure failed(Error error, bool answer_begun) {
    ExchangeFailure failure;
    failure.error = std::move(error);
    failure.answer_begun = answer_begun;
    return failure;
}

Steady exchange_now() {
    return SystemClock().steady_now();
}

void copy_header(Answer& answer, const http::response<DecodedBody>& response) {
    answer.status = static_cast<int>(response.result_int());
    answer.reason = std::string(response.reason());
    for (const auto& field : response) {
        std::string name(field.name_string());
        std::string value(field.value());
        answer.headers.emplace_back(std::move(name), std::move(value));
    }
}

// A body that needs the end of the connection to end is complete when a TLS peer forgets to say
// goodbye: many do.
bool ends_body(const boost::system::error_code& error, const IncomingParser& parser) {
    return error == boost::asio::ssl::error::stream_truncated && parser.need_eof();
}

// An error page beyond its cap is cut, not refused, and so is what a probe looks at.
bool is_cut(const Answer& answer, const Message& message, const std::optional<Error>& error) {
    return (answer.status >= 400 || message.cut_body) && error && error->code == Code::too_large;
}

// A probe wanted to know whether the file answers, and it does, however slowly.
bool has_part(const Answer& answer, const Message& message, std::uint64_t body_bytes) {
    return message.cut_body && answer.status < 400 && body_bytes > 0;
}

// Whether the end of the body will show that all of it came: what ends with its connection may have
// been cut off.
bool shows_its_end(const Answer& answer, const Message& message, const IncomingParser& parser) {
    const boost::optional<std::uint64_t> length = parser.content_length();
    return answer.status == 200 && !parser.need_eof() &&
           (!length || *length <= message.digest_bytes_max);
}

bool too_slow(std::uint64_t bytes, Steady::duration elapsed) {
    if (elapsed < limits::slow_body_grace)
        return false;
    const double seconds = std::chrono::duration<double>(elapsed).count();
    return static_cast<double>(bytes) <
           seconds * static_cast<double>(limits::body_bytes_per_second_min);
}

// A slow disk keeps nobody else waiting. The job shares the spool: it may outlive the exchange.
asio::awaitable<std::optional<Error>> write_waiting(std::shared_ptr<Spool> spool) {
    if (!spool->disk())
        co_return spool->flush();
    asio::any_io_executor disk = spool->disk();
    auto job = [spool] { return spool->flush(); };
    std::optional<Error> failure = co_await offload(std::move(disk), std::move(job));
    co_return failure;
}

asio::awaitable<std::optional<Error>> read_body(
    Channel& channel,
    IncomingParser& parser,
    Answer& answer,
    const Message& message,
    const Limits& limits,
    std::shared_ptr<Spool> spool
) {
    const Steady begun = exchange_now();
    std::uint64_t body_bytes = 0;
    parser.eager(true);
    while (!parser.is_done()) {
        const Steady now = exchange_now();
        const bool crawls = too_slow(body_bytes, now - begun);
        const bool late = now >= limits.total();
        if ((crawls || late) && has_part(answer, message, body_bytes)) {
            answer.cut = true;
            co_return std::nullopt;
        }
        if (crawls)
            co_return Error(Code::timeout_idle, "body too slow");
        if (late)
            co_return Error(Code::timeout_total, "");
        channel.lowest().expires_at(limits.end_of(now, message.timeouts.idle));
        const auto [error, bytes] = co_await read_some(channel, parser);
        answer.wire_bytes += bytes;
        body_bytes += bytes;
        const std::optional<Error>& refused = parser.get().body().error;
        if (is_cut(answer, message, refused)) {
            answer.cut = true;
            co_return std::nullopt;
        }
        if (refused)
            co_return refused;
        if (error && ends_body(error, parser))
            co_return std::nullopt;
        if (error == boost::beast::error::timeout && has_part(answer, message, body_bytes)) {
            answer.cut = true;
            co_return std::nullopt;
        }
        if (error)
            co_return limits.explain(network_error(error, Phase::body), exchange_now());
        if (!spool || !spool->is_due())
            continue;
        if (auto failure = co_await write_waiting(spool))
            co_return failure;
    }
    co_return std::nullopt;
}

// Where the body is: in the decoder, or whole in the spool.
std::optional<Error> take_body(BodyDecoder& decoder, Spool* spool, Answer& answer) {
    if (spool == nullptr) {
        answer.body = decoder.take();
        return std::nullopt;
    }
    Result<Body> whole = spool->finish();
    if (!whole)
        return whole.error();
    if (whole->is_in_file())
        answer.spooled = std::move(*whole);
    else
        answer.body = whole->take();
    return std::nullopt;
}

} // namespace

asio::awaitable<Outcome> exchange(Channel& channel, const Message& message, Limits limits) {
    const Steady begun = exchange_now();
    const Steady header_deadline = limits.end_of(begun, message.timeouts.first_byte);
    channel.lowest().expires_at(header_deadline);
    const std::string request =
        request_text(message, channel.absolute_form, channel.proxy_authorization);
    const IoOutcome written = co_await write_bytes(channel, request);
    if (written.error) {
        Error error =
            limits.explain(network_error(written.error, Phase::first_byte), exchange_now());
        co_return failed(std::move(error), false);
    }
    Answer answer;
    std::optional<IncomingParser> parser;
    for (int informational = 0;; ++informational) {
        parser.emplace();
        parser->header_limit(static_cast<std::uint32_t>(limits::response_header_bytes));
        parser->body_limit(boost::none);
        parser->skip(message.method == "HEAD");
        const auto [error, bytes] = co_await read_header(channel, *parser);
        answer.wire_bytes += bytes;
        const bool answer_begun = parser->got_some() || channel.buffer.size() != 0;
        if (error) {
            Error why = limits.explain(network_error(error, Phase::first_byte), exchange_now());
            co_return failed(std::move(why), answer_begun);
        }
        if (parser->get().result_int() >= 200)
            break;
        if (informational == informational_max || parser->get().result_int() == 101)
            co_return failed(Error(Code::protocol_error, "unexpected status"), true);
    }
    answer.first_byte_after =
        std::chrono::duration_cast<std::chrono::microseconds>(exchange_now() - begun);
    copy_header(answer, parser->get());
    const std::size_t bytes_max = answer.status >= 400
                                      ? std::min(limits::error_body_bytes, message.body_bytes_max)
                                      : message.body_bytes_max;
    std::shared_ptr<Spool> spool;
    if (message.spool && answer.status < 400)
        spool = std::make_shared<Spool>(*message.spool);
    BodyDecoder decoder(header(answer.headers, "content-encoding"), bytes_max, spool.get());
    if (message.cut_body)
        decoder.cut_at_cap();
    if (message.digest_bytes_max > 0 && !spool && decoder.is_plain() &&
        shows_its_end(answer, message, *parser))
        decoder.digest_up_to(message.digest_bytes_max);
    parser->get().body().decoder = &decoder;
    if (auto error = co_await read_body(channel, *parser, answer, message, limits, spool))
        co_return failed(std::move(*error), true);
    if (!answer.cut)
        answer.digest = decoder.digest();
    if (spool && spool->goes_to_file())
        if (auto error = co_await write_waiting(spool))
            co_return failed(std::move(*error), true);
    if (auto error = take_body(decoder, spool.get(), answer))
        co_return failed(std::move(*error), true);
    answer.cut = answer.cut || (answer.digest && answer.digest->bytes > answer.body.size());
    answer.keep_alive = parser->is_done() && parser->keep_alive();
    co_return answer;
}

} // namespace moisson::net
