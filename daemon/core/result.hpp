// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Result<T>: the outcome of an operation whose failure the caller is expected to branch on.
// Exceptions stay for a broken environment and for bugs (ADR 0002).
#pragma once

#include "core/code.hpp"

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <utility>

namespace moisson {

// A failure: its stable code, and what the operator needs to know beyond it.
// `detail` is English or a value (host, status, line); the French sentence comes from the code.
struct Error {
    Error() = default;
    explicit Error(Code what, std::string why = {}) : code(what), detail(std::move(why)) {}

    Code code = Code::internal_error;
    // Our own queue says so: the server was not asked.
    bool unasked = false;
    std::string detail;

    bool operator==(const Error&) const = default;
};

// Thrown by Result<T>::value() on an error, and where a failure cannot be branched on.
class ErrorException : public std::runtime_error {
public:
    explicit ErrorException(Error error)
        : std::runtime_error(std::string(to_string(error.code)) + ": " + error.detail),
          error_(std::move(error)) {}
    const Error& error() const noexcept { return error_; }

private:
    Error error_;
};

[[noreturn]] inline void
throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw ErrorException(error);
}

template <class T>
using Result = boost::system::result<T, Error>;

} // namespace moisson
