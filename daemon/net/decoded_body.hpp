// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DecodedBody: a Beast body that feeds the decoder straight from the read buffer.
#pragma once

#include "net/decoder.hpp"

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/optional/optional.hpp>

#include <cstdint>
#include <optional>

namespace moisson::net {

struct DecodedBody {
    struct value_type {
        // Set after the header has been read, before the body is.
        BodyDecoder* decoder = nullptr;
        // Why reading stopped, when the decoder refused.
        std::optional<Error> error;
    };

    class reader {
    public:
        template <bool is_request, class Fields>
        reader(boost::beast::http::header<is_request, Fields>&, value_type& value)
            : value_(value) {}

        void init(const boost::optional<std::uint64_t>& length, boost::system::error_code& error) {
            error = {};
            if (value_.decoder != nullptr && length)
                refuse(value_.decoder->announce(*length), error);
        }

        template <class Buffers>
        std::size_t put(const Buffers& buffers, boost::system::error_code& error) {
            error = {};
            std::size_t taken = 0;
            for (auto part = boost::asio::buffer_sequence_begin(buffers);
                 part != boost::asio::buffer_sequence_end(buffers) && !error;
                 ++part) {
                const boost::asio::const_buffer bytes = *part;
                const std::string_view text(static_cast<const char*>(bytes.data()), bytes.size());
                taken += bytes.size();
                if (value_.decoder != nullptr)
                    refuse(value_.decoder->write(text), error);
            }
            return taken;
        }

        void finish(boost::system::error_code& error) {
            error = {};
            if (value_.decoder != nullptr)
                refuse(value_.decoder->finish(), error);
        }

    private:
        void refuse(std::optional<Error> why, boost::system::error_code& error) {
            if (!why)
                return;
            value_.error = std::move(why);
            error = boost::beast::http::error::body_limit;
        }

        value_type& value_;
    };
};

} // namespace moisson::net
