// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The test handler: /echo, /big (100 kB), /huge (32 MiB), /slow (waits until cancelled), /wait (200
// ms), /busy (keeps its io thread for 5 ms), /throw; /stream?N (N parts of 64 kB, each of one
// letter), /cut (two parts and a failure), /stuck (one part, then none).
#include "integration/server/loopback.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <future>
#include <stdexcept>

namespace moisson::net::testing {
namespace {

using asio::ip::tcp;

std::string echo_body(const ServerRequest& request) {
    std::string out = fmt::format(
        "{} {} ?{} from {} {}\n",
        request.method,
        request.path,
        request.query,
        request.client_address,
        request.scheme
    );
    for (const auto& [name, value] : request.headers)
        out += fmt::format("{}={}\n", name, value);
    return out + request.body;
}

asio::awaitable<void> sleep_for(std::chrono::milliseconds time) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

struct Parts {
    std::string path;
    int left = 0;
    int made = 0;
};

asio::awaitable<Result<std::string>> next_part(std::shared_ptr<Parts> parts) {
    parts_made = ++parts->made;
    if (parts->left-- > 0)
        co_return std::string(std::size_t{64} * 1024, static_cast<char>('a' + parts->made % 26));
    if (parts->path == "/cut")
        co_return Error(Code::store_unavailable);
    if (parts->path == "/stuck")
        co_await sleep_for(std::chrono::minutes(10));
    co_return std::string();
}

BodyStream stream_of(const ServerRequest& request) {
    auto parts = std::make_shared<Parts>();
    parts->path = request.path;
    parts->left = request.path == "/stream" ? std::stoi(request.query)
                  : request.path == "/cut"  ? 2
                                            : 1;
    return [parts] { return next_part(parts); };
}

asio::awaitable<ServerResponse> handle(ServerRequest request) {
    ServerResponse response;
    response.content_type = "text/plain; charset=utf-8";
    response.route = request.path;
    if (request.path == "/throw")
        throw std::runtime_error("secret of the house");
    if (request.path == "/slow") {
        ++slow_begun;
        co_await sleep_for(std::chrono::minutes(10));
    }
    if (request.path == "/wait")
        co_await sleep_for(std::chrono::milliseconds(200));
    if (request.path == "/busy")
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    if (request.path == "/stream" || request.path == "/cut" || request.path == "/stuck")
        response.stream = stream_of(request);
    else if (request.path == "/big")
        response.body = std::string(100'000, 'x');
    else if (request.path == "/huge")
        response.body = std::string(huge_bytes, 'x');
    else
        response.body = echo_body(request);
    co_return response;
}

} // namespace

std::atomic<int> parts_made{0};
std::atomic<int> slow_begun{0};

Client::Client(std::uint16_t port, const char* from) : socket_(io_) {
    socket_.open(tcp::v4());
    socket_.bind(tcp::endpoint(asio::ip::make_address(from), 0));
    socket_.connect(tcp::endpoint(asio::ip::make_address("127.0.0.1"), port));
    // No test waits longer than this for a byte.
    timeval limit{10, 0};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
}

void Client::send(std::string_view bytes) {
    boost::system::error_code ignored; // a server that refuses early closes before we end
    asio::write(socket_, asio::buffer(bytes), ignored);
}

bool Client::fill() {
    char chunk[65536];
    boost::system::error_code error;
    const std::size_t count = socket_.read_some(asio::buffer(chunk), error);
    buffer_.append(chunk, count);
    return !error;
}

Answer Client::read(bool head) {
    Answer answer;
    while (buffer_.find("\r\n\r\n") == buffer_.npos)
        if (!fill())
            return answer;
    const std::size_t end = buffer_.find("\r\n\r\n");
    std::string head_text = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    answer.status = std::stoi(head_text.substr(9, 3));
    std::size_t at = head_text.find("\r\n") + 2;
    while (at < head_text.size()) {
        const std::size_t stop = head_text.find("\r\n", at);
        const std::string line = head_text.substr(at, stop - at);
        at = stop + 2;
        const std::size_t colon = line.find(": ");
        std::string name = line.substr(0, colon);
        for (char& c : name)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        answer.headers[name] = line.substr(colon + 2);
    }
    if (!head && answer.headers.count("transfer-encoding") > 0) {
        read_chunks(answer);
        return answer;
    }
    const auto length = answer.headers.find("content-length");
    if (head || length == answer.headers.end())
        return answer;
    const std::size_t size = std::stoul(length->second);
    while (buffer_.size() < size && fill()) {
    }
    answer.body = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return answer;
}

void Client::read_chunks(Answer& answer) {
    for (;;) {
        while (buffer_.find("\r\n") == buffer_.npos)
            if (!fill())
                return;
        const std::size_t line = buffer_.find("\r\n");
        const std::size_t size = std::stoul(buffer_.substr(0, line), nullptr, 16);
        while (buffer_.size() < line + 2 + size + 2)
            if (!fill())
                return;
        answer.body += buffer_.substr(line + 2, size);
        buffer_.erase(0, line + 2 + size + 2);
        answer.whole = size == 0;
        if (answer.whole)
            return;
    }
}

std::string Client::read_to_end() {
    while (fill()) {
    }
    return std::exchange(buffer_, {});
}

bool Client::is_closed() {
    if (!buffer_.empty())
        return false;
    char byte = 0;
    boost::system::error_code error;
    socket_.read_some(asio::buffer(&byte, 1), error);
    return error == asio::error::eof || error == asio::error::connection_reset;
}

Loopback::Loopback(ServerOptions options, int io_threads) {
    options.port = 0;
    options.on_access = [this](const AccessRecord& record) {
        const std::scoped_lock lock(mutex_);
        accesses_.push_back(record);
    };
    options.on_error = [this](const std::string&, const std::string& what) {
        const std::scoped_lock lock(mutex_);
        errors_.push_back(what);
    };
    server_ = make_http_server(io_.get_executor(), std::move(options), handle);
    asio::co_spawn(io_, server_->run(), [](const std::exception_ptr&) {});
    for (int i = 0; i < io_threads; ++i)
        threads_.emplace_back([this] {
            const auto work = asio::make_work_guard(io_);
            io_.run();
        });
}

Loopback::~Loopback() {
    drain(std::chrono::milliseconds(0));
    io_.stop();
    for (std::thread& thread : threads_)
        thread.join();
}

long Loopback::drain(std::chrono::milliseconds limit) {
    const auto before = std::chrono::steady_clock::now();
    asio::co_spawn(io_, server_->drain(limit), asio::use_future).get();
    const auto took = std::chrono::steady_clock::now() - before;
    return static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
}

std::vector<AccessRecord> Loopback::accesses() {
    const std::scoped_lock lock(mutex_);
    return accesses_;
}

std::vector<std::string> Loopback::errors() {
    const std::scoped_lock lock(mutex_);
    return errors_;
}

std::string get(std::string_view path, std::string_view headers) {
    return fmt::format("GET {} HTTP/1.1\r\nHost: test\r\n{}\r\n", path, headers);
}

} // namespace moisson::net::testing
