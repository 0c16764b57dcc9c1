// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the system, OpenSSL and Beast report, as our codes.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <boost/system/error_code.hpp>

#include <algorithm>

namespace moisson::net {

enum class Phase { connect, tls, first_byte, body };

// Something is short here, a descriptor, a port or memory: the other side has no part in it.
bool is_local_lack(const boost::system::error_code& error);

// The code of a time limit that ran out in `phase`.
Code timeout_code(Phase phase);

// Never called for success. Expired limits of Beast become the phase's TIMEOUT code.
Error network_error(const boost::system::error_code& error, Phase phase);

// The limits of one request on the real clock: each phase has its own, none outlives the total.
class Limits {
public:
    explicit Limits(Steady total) : total_(total) {}

    // End of a phase that begins now.
    Steady end_of(Steady now, Steady::duration phase) const {
        return std::min(now + phase, total_);
    }
    Steady total() const { return total_; }
    // What was waited for a turn is not the server's.
    void extend(Steady::duration waited) { total_ += waited; }
    // A limit that ran out is the total's when that is past.
    Error explain(Error error, Steady now) const {
        if (now >= total_ && error.code >= Code::timeout_connect &&
            error.code <= Code::timeout_idle)
            error.code = Code::timeout_total;
        return error;
    }

private:
    Steady total_;
};

} // namespace moisson::net
