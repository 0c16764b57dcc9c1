// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Blocking socket and TLS calls, and the reading of requests.
#include "portals/connection.hpp"

#include "portals/lowered.hpp"

#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>

namespace moisson::portals {
namespace {

constexpr std::size_t head_bytes_max = 65'536;
constexpr std::size_t request_body_bytes_max = 4U << 20U;
constexpr std::size_t slices_per_call = 64;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Request line and headers; absent when it is not HTTP/1.x.
std::optional<PortalRequest> parse_head(std::string_view head) {
    PortalRequest request;
    const auto line_end = head.find("\r\n");
    const std::string_view line = head.substr(0, line_end);
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || last <= first ||
        !line.substr(last + 1).starts_with("HTTP/1."))
        return std::nullopt;
    request.method = std::string(line.substr(0, first));
    request.target = std::string(line.substr(first + 1, last - first - 1));
    while (line_end != std::string_view::npos && !head.empty()) {
        const auto end = head.find("\r\n");
        head = end == std::string_view::npos ? std::string_view() : head.substr(end + 2);
        const std::string_view field = head.substr(0, head.find("\r\n"));
        const auto colon = field.find(':');
        if (colon == std::string_view::npos)
            continue;
        request.headers.emplace_back(
            lowered(field.substr(0, colon)),
            trimmed(field.substr(colon + 1))
        );
    }
    std::string_view host = header(request.headers, "host");
    const auto port = host.rfind(':');
    if (port != std::string_view::npos && host.find(']', port) == std::string_view::npos)
        host = host.substr(0, port);
    request.host = std::string(host);
    return request;
}

} // namespace

Connection::~Connection() {
    if (tls_ != nullptr) {
        SSL_shutdown(tls_);
        SSL_free(tls_);
    }
    if (socket_ >= 0)
        ::close(socket_);
}

bool Connection::greet(SSL_CTX* context) {
    tls_ = SSL_new(context);
    if (tls_ == nullptr)
        return false;
    SSL_set_fd(tls_, socket_);
    return SSL_accept(tls_) == 1;
}

long Connection::read_some(char* data, std::size_t size) {
    if (tls_ != nullptr)
        return SSL_read(tls_, data, static_cast<int>(size));
    for (;;) {
        const ssize_t got = ::recv(socket_, data, size, 0);
        if (got >= 0 || errno != EINTR)
            return got;
    }
}

std::optional<PortalRequest> Connection::read_request() {
    std::array<char, 16'384> chunk{};
    std::size_t head_end = 0;
    while ((head_end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (buffer_.size() > head_bytes_max)
            return std::nullopt;
        const long got = read_some(chunk.data(), chunk.size());
        if (got <= 0)
            return std::nullopt;
        buffer_.append(chunk.data(), static_cast<std::size_t>(got));
    }
    std::optional<PortalRequest> request =
        parse_head(std::string_view(buffer_).substr(0, head_end));
    buffer_.erase(0, head_end + 4);
    if (!request)
        return std::nullopt;
    const std::string_view length_text = header(request->headers, "content-length");
    std::size_t length = 0;
    std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
    if (length > request_body_bytes_max)
        return std::nullopt;
    while (buffer_.size() < length) {
        const long got = read_some(chunk.data(), chunk.size());
        if (got <= 0)
            return std::nullopt;
        buffer_.append(chunk.data(), static_cast<std::size_t>(got));
    }
    request->body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return request;
}

bool Connection::write(std::string_view bytes) {
    while (!bytes.empty()) {
        long sent = 0;
        if (tls_ != nullptr) {
            const auto size = std::min<std::size_t>(bytes.size(), 1U << 20U);
            sent = SSL_write(tls_, bytes.data(), static_cast<int>(size));
        } else {
            sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno == EINTR)
                continue;
        }
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Connection::write(std::span<const Slice> slices) {
    if (tls_ != nullptr)
        return std::ranges::all_of(slices, [&](const Slice& s) { return write(s.bytes); });
    while (!slices.empty()) {
        std::array<iovec, slices_per_call> parts{};
        const std::size_t count = std::min(slices.size(), parts.size());
        for (std::size_t i = 0; i < count; ++i) {
            // The kernel only reads; iovec has no const form.
            parts.at(i).iov_base = const_cast<char*>(slices[i].bytes.data());
            parts.at(i).iov_len = slices[i].bytes.size();
        }
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
        const ssize_t sent = ::sendmsg(socket_, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        auto left = static_cast<std::size_t>(sent);
        while (!slices.empty() && left >= slices.front().bytes.size()) {
            left -= slices.front().bytes.size();
            slices = slices.subspan(1);
        }
        // The rest of a slice that went out in part.
        if (left > 0) {
            if (!write(slices.front().bytes.substr(left)))
                return false;
            slices = slices.subspan(1);
        }
    }
    return true;
}

void Connection::reset() {
    const linger hard{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    if (tls_ != nullptr) {
        SSL_set_quiet_shutdown(tls_, 1);
        SSL_free(tls_);
        tls_ = nullptr;
    }
    ::close(socket_);
    socket_ = -1;
}

void Connection::wait_for_leave(const std::function<bool()>& stopped) {
    while (!stopped()) {
        pollfd watched{socket_, POLLRDHUP, 0};
        if (::poll(&watched, 1, 100) > 0)
            return;
    }
}

void Connection::shut() const {
    ::shutdown(socket_, SHUT_RDWR);
}

} // namespace moisson::portals
