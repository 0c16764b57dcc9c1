// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "smtp_server.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace moisson::testing {

SmtpServer::SmtpServer(const std::string& arguments) {
    std::string pattern = (std::filesystem::temp_directory_path() / "moisson-smtp-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("no temporary directory");
    directory_ = pattern;
    const std::string command = "exec /usr/bin/python3 '" MOISSON_SOURCE_DIR
                                "/tests/integration/notify/smtp_server.py' '" +
                                directory_ + "/mails' " + arguments;
    pipe_ = ::popen(command.c_str(), "r");
    if (pipe_ == nullptr || std::fscanf(pipe_, "%d %d", &process_, &port_) != 2)
        throw std::runtime_error("aiosmtpd does not start");
}

SmtpServer::~SmtpServer() {
    ::kill(process_, SIGKILL);
    ::pclose(pipe_);
    std::filesystem::remove_all(directory_);
}

std::vector<nlohmann::json> SmtpServer::mails() const {
    std::vector<nlohmann::json> out;
    std::ifstream in(directory_ + "/mails");
    for (std::string line; std::getline(in, line);)
        out.push_back(nlohmann::json::parse(line));
    return out;
}

std::string header_of(const nlohmann::json& mail, const std::string& name) {
    std::istringstream in(mail["data"].get<std::string>());
    std::string value;
    bool inside = false;
    for (std::string line; std::getline(in, line);) {
        while (line.ends_with('\r'))
            line.pop_back();
        if (line.empty())
            break;
        if (inside && (line.front() == ' ' || line.front() == '\t')) {
            value += line;
            continue;
        }
        if (inside)
            return value;
        if (line.starts_with(name + ": ")) {
            value = line.substr(name.size() + 2);
            inside = true;
        }
    }
    return value;
}

} // namespace moisson::testing
