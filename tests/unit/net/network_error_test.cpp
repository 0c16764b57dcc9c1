// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Whose fault an error of the network is.
#include "net/network_error.hpp"

#include <gtest/gtest.h>

namespace moisson::net {
namespace {

namespace system_errc = boost::system::errc;

Code code_met(system_errc::errc_t what, Phase phase) {
    return network_error(system_errc::make_error_code(what), phase).code;
}

TEST(NetworkError, WhatIsShortHereIsNoFaultOfThePortal) {
    for (const auto lack :
         {system_errc::too_many_files_open,
          system_errc::too_many_files_open_in_system,
          system_errc::no_buffer_space,
          system_errc::not_enough_memory,
          system_errc::address_not_available})
        for (const Phase phase : {Phase::connect, Phase::tls, Phase::first_byte, Phase::body})
            EXPECT_EQ(code_met(lack, phase), Code::local_resources) << lack;
    EXPECT_EQ(code_met(system_errc::connection_refused, Phase::connect), Code::connect_refused);
    EXPECT_EQ(code_met(system_errc::network_unreachable, Phase::connect), Code::host_unreachable);
}

} // namespace
} // namespace moisson::net
