// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Delivery of a scripted response: status line, headers, body, in the way the script orders.
#include "portals/connection.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::portals {
namespace {

std::string head_of(const PortalRequest& request, const ScriptedResponse& response) {
    const Delivery& delivery = response.delivery;
    std::string head =
        fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
    for (const auto& [name, value] : response.headers)
        head += name + ": " + value + "\r\n";
    if (header(response.headers, "server").empty())
        head += "Server: portail-simule\r\n";
    if (delivery.chunk_bytes > 0 && request.method != "HEAD")
        head += "Transfer-Encoding: chunked\r\n";
    else
        head += fmt::format(
            "Content-Length: {}\r\n",
            delivery.declared_length.value_or(response.body.size())
        );
    return head + "\r\n";
}

// Sends body bytes up to the limit, in drips or chunks if so ordered.
class BodyWriter {
public:
    BodyWriter(Connection& connection, const Delivery& delivery, const DeliveryContext& context)
        : connection_(connection), delivery_(delivery), context_(context),
          left_(delivery.ending == Ending::normal ? UINT64_MAX : delivery.cut_at) {}

    bool at_limit() const { return left_ == 0; }

    bool send(std::string_view piece) {
        piece =
            piece.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece.size())));
        if (left_ != UINT64_MAX)
            left_ -= piece.size();
        if (delivery_.drip_bytes > 0)
            return drip(piece);
        return delivery_.chunk_bytes > 0 ? chunk(piece) : raw(piece);
    }

    bool finish() { return delivery_.chunk_bytes == 0 || connection_.write("0\r\n\r\n"); }

private:
    bool raw(std::string_view piece) {
        if (!connection_.write(piece))
            return false;
        context_.count_bytes(piece.size());
        return true;
    }
    bool drip(std::string_view piece) {
        while (!piece.empty()) {
            const std::string_view drop = piece.substr(0, delivery_.drip_bytes);
            piece.remove_prefix(drop.size());
            if (!raw(drop) || !context_.sleep(delivery_.drip_pause))
                return false;
        }
        return true;
    }
    bool chunk(std::string_view piece) {
        std::string framed;
        while (!piece.empty()) {
            const std::string_view part = piece.substr(0, delivery_.chunk_bytes);
            piece.remove_prefix(part.size());
            framed += fmt::format("{:x}\r\n", part.size());
            framed += part;
            framed += "\r\n";
            if (framed.size() < 65'536 && !piece.empty())
                continue;
            if (!raw(framed))
                return false;
            framed.clear();
        }
        return true;
    }

    Connection& connection_;
    const Delivery& delivery_;
    const DeliveryContext& context_;
    std::uint64_t left_;
};

bool send_body(
    Connection& connection,
    const ScriptedResponse& response,
    const DeliveryContext& context
) {
    const Delivery& delivery = response.delivery;
    const bool plain =
        delivery.ending == Ending::normal && delivery.drip_bytes == 0 && delivery.chunk_bytes == 0;
    BodyWriter writer(connection, delivery, context);
    if (plain) {
        if (!connection.write(response.body.slices()))
            return false;
        for (const Slice& slice : response.body.slices())
            context.count_bytes(slice.bytes.size());
    } else {
        for (const Slice& slice : response.body.slices())
            if (writer.at_limit() || !writer.send(slice.bytes))
                return writer.at_limit();
    }
    if (response.body.has_stream()) {
        const Stream next = response.body.open_stream();
        for (std::string_view piece = next(); !piece.empty(); piece = next())
            if (context.stopped() || writer.at_limit() || !writer.send(piece))
                return writer.at_limit();
    }
    return writer.finish();
}

} // namespace

bool deliver(
    Connection& connection,
    const PortalRequest& request,
    const ScriptedResponse& response,
    const DeliveryContext& context
) {
    const Delivery& delivery = response.delivery;
    if (delivery.latency.count() > 0 && !context.sleep(delivery.latency))
        return false;
    const bool silent = delivery.cut_at == 0;
    if (delivery.ending == Ending::reset && silent) {
        connection.reset();
        return false;
    }
    if (delivery.ending == Ending::hang && silent) {
        connection.wait_for_leave(context.stopped);
        return false;
    }
    if (!connection.write(head_of(request, response)))
        return false;
    if (request.method != "HEAD" && !send_body(connection, response, context))
        return false;
    if (delivery.ending == Ending::reset)
        connection.reset();
    if (delivery.ending == Ending::hang)
        connection.wait_for_leave(context.stopped);
    return delivery.ending == Ending::normal;
}

} // namespace moisson::portals
