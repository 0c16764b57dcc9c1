// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The one alias of Boost.Asio, without its headers.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace moisson {
namespace asio = boost::asio;
}
