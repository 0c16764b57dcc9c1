// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// c-ares' callbacks turned into Asio waits.
#include "net/ares_channel.hpp"

#include "core/limits.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/system/error_code.hpp>

#include <ares.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace moisson::net {

namespace ip = boost::asio::ip;

namespace {

constexpr int query_timeout_ms = 2'000;
constexpr int query_tries = 3;

// c-ares does not say why it could ask nobody.
bool lacks_socket() {
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
    ::close(socket);
    return false;
}

Code failure_of(int status) {
    switch (status) {
    case ARES_ENOTFOUND:
    case ARES_EBADNAME:
        return Code::dns_nxdomain;
    case ARES_ENODATA:
        return Code::dns_no_address;
    case ARES_ETIMEOUT:
        return Code::dns_timeout;
    case ARES_ENOMEM:
        return Code::local_resources;
    case ARES_ESERVFAIL:
    case ARES_EREFUSED:
    case ARES_EDESTRUCTION:
        return Code::dns_servfail;
    default:
        return lacks_socket() ? Code::local_resources : Code::dns_servfail;
    }
}

DnsAnswer read_answer(int status, const ares_addrinfo* found) {
    DnsAnswer answer;
    if (status != ARES_SUCCESS) {
        answer.failure = failure_of(status);
        return answer;
    }
    int ttl = INT32_MAX;
    for (const ares_addrinfo_node* node = found->nodes; node != nullptr; node = node->ai_next) {
        if (answer.addresses.size() >= limits::dns_addresses)
            break;
        ttl = std::min(ttl, node->ai_ttl);
        if (node->ai_family == AF_INET) {
            sockaddr_in in{};
            std::memcpy(&in, node->ai_addr, sizeof(in));
            answer.addresses.emplace_back(ip::address_v4(ntohl(in.sin_addr.s_addr)));
        } else if (node->ai_family == AF_INET6) {
            sockaddr_in6 in{};
            std::memcpy(&in, node->ai_addr, sizeof(in));
            ip::address_v6::bytes_type bytes{};
            std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
            answer.addresses.emplace_back(ip::address_v6(bytes));
        }
    }
    // IPv4 first: the more reliable road in the networks we serve.
    std::stable_partition(
        answer.addresses.begin(),
        answer.addresses.end(),
        [](const ip::address& address) { return address.is_v4(); }
    );
    answer.ttl = std::chrono::seconds(std::max(ttl, 0));
    if (answer.addresses.empty())
        answer.failure = Code::dns_no_address;
    return answer;
}

using Done = std::function<void(DnsAnswer)>;

extern "C" void moisson_ares_answered(void* argument, int status, int, ares_addrinfo* found) {
    const std::unique_ptr<Done> done(static_cast<Done*>(argument));
    DnsAnswer answer = read_answer(status, found);
    if (found != nullptr)
        ares_freeaddrinfo(found);
    (*done)(std::move(answer));
}

[[noreturn]] void throw_ares(int status, const char* what) {
    throw std::system_error(
        std::make_error_code(std::errc::io_error),
        std::string(what) + ": " + ares_strerror(status)
    );
}

} // namespace

struct AresChannel::Watched {
    explicit Watched(const asio::any_io_executor& executor, int fd) : descriptor(executor, fd) {}
    // The socket belongs to c-ares.
    ~Watched() {
        if (descriptor.is_open())
            descriptor.release();
    }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

    boost::asio::posix::stream_descriptor descriptor;
    bool want_read = false;
    bool want_write = false;
    bool reading = false;
    bool writing = false;
};

AresChannel::AresChannel(asio::any_io_executor executor, const std::vector<std::string>& servers)
    : executor_(std::move(executor)), timer_(executor_) {
    ares_options options{};
    options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_STAYOPEN;
    options.timeout = query_timeout_ms;
    options.tries = query_tries;
    options.ndomains = 0;
    options.sock_state_cb = &AresChannel::on_socket_state;
    options.sock_state_cb_data = this;
    const int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_DOMAINS |
                     ARES_OPT_SOCK_STATE_CB;
    if (const int status = ares_init_options(&channel_, &options, mask); status != ARES_SUCCESS)
        throw_ares(status, "name resolution");
    if (servers.empty())
        return;
    std::string list;
    for (const std::string& server : servers)
        list += (list.empty() ? "" : ",") + server;
    if (const int status = ares_set_servers_ports_csv(channel_, list.c_str());
        status != ARES_SUCCESS) {
        ares_destroy(channel_);
        throw_ares(status, "name servers");
    }
}

AresChannel::~AresChannel() {
    ares_destroy(channel_);
}

void AresChannel::ask(const std::string& name, Done done) {
    ares_addrinfo_hints hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_flags = ARES_AI_NOSORT;
    auto argument = std::make_unique<Done>(std::move(done));
    ares_getaddrinfo(
        channel_,
        name.c_str(),
        nullptr,
        &hints,
        &moisson_ares_answered,
        argument.release()
    );
    arm_timer();
}

void AresChannel::on_socket_state(void* self, int fd, int readable, int writable) {
    static_cast<AresChannel*>(self)->watch(fd, readable != 0, writable != 0);
}

void AresChannel::watch(int fd, bool readable, bool writable) {
    if (!readable && !writable) {
        const auto found = watched_.find(fd);
        if (found == watched_.end())
            return;
        // Pending waits end now; the socket is closed by c-ares right after this call.
        found->second->descriptor.release();
        watched_.erase(found);
        return;
    }
    std::shared_ptr<Watched>& watched = watched_[fd];
    if (!watched)
        watched = std::make_shared<Watched>(executor_, fd);
    watched->want_read = readable;
    watched->want_write = writable;
    wait_readable(fd, watched);
    wait_writable(fd, watched);
}

void AresChannel::wait_readable(int fd, const std::shared_ptr<Watched>& watched) {
    if (!watched->want_read || watched->reading || !watched->descriptor.is_open())
        return;
    watched->reading = true;
    auto ready = [weak = weak_from_this(), watched, fd](const boost::system::error_code& error) {
        watched->reading = false;
        const auto self = weak.lock();
        if (error || !self || !watched->descriptor.is_open())
            return;
        self->process(fd, ARES_SOCKET_BAD);
        self->wait_readable(fd, watched);
    };
    watched->descriptor.async_wait(
        boost::asio::posix::descriptor_base::wait_read,
        std::move(ready)
    );
}

void AresChannel::wait_writable(int fd, const std::shared_ptr<Watched>& watched) {
    if (!watched->want_write || watched->writing || !watched->descriptor.is_open())
        return;
    watched->writing = true;
    auto ready = [weak = weak_from_this(), watched, fd](const boost::system::error_code& error) {
        watched->writing = false;
        const auto self = weak.lock();
        if (error || !self || !watched->descriptor.is_open())
            return;
        self->process(ARES_SOCKET_BAD, fd);
        self->wait_writable(fd, watched);
    };
    watched->descriptor.async_wait(
        boost::asio::posix::descriptor_base::wait_write,
        std::move(ready)
    );
}

void AresChannel::process(int read_fd, int write_fd) {
    ares_process_fd(channel_, read_fd, write_fd);
    arm_timer();
}

void AresChannel::arm_timer() {
    timeval left{};
    if (ares_timeout(channel_, nullptr, &left) == nullptr) {
        timer_.cancel();
        return;
    }
    // One millisecond more: c-ares compares strictly.
    timer_.expires_after(
        std::chrono::seconds(left.tv_sec) + std::chrono::microseconds(left.tv_usec) +
        std::chrono::milliseconds(1)
    );
    timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (!error && self)
            self->process(ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    });
}

} // namespace moisson::net
