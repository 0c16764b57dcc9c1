// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A real mail server (aiosmtpd) on loopback.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdio>
#include <string>
#include <vector>

namespace moisson::testing {

class SmtpServer {
public:
    // `arguments`: those of smtp_server.py beside the file.
    explicit SmtpServer(const std::string& arguments = "");
    ~SmtpServer();
    SmtpServer(const SmtpServer&) = delete;
    SmtpServer& operator=(const SmtpServer&) = delete;

    int port() const { return port_; }
    // What it accepted, in order: from, to, tls, data.
    std::vector<nlohmann::json> mails() const;

private:
    std::string directory_;
    std::FILE* pipe_ = nullptr;
    int process_ = 0;
    int port_ = 0;
};

// The value of a header of "data", unfolded; empty when it is not there.
std::string header_of(const nlohmann::json& mail, const std::string& name);

} // namespace moisson::testing
