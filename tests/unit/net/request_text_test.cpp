// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The bytes of requests, and who decides what frames them.
#include "net/request_text.hpp"

#include <gtest/gtest.h>

namespace moisson::net {
namespace {

Message a_get() {
    Message message;
    message.method = "GET";
    message.address = *parse_web_address("https://data.sn:8443/api?q=%C3%A9#x");
    message.headers = {{"User-Agent", "M/1"}, {"Accept", "*/*"}};
    return message;
}

TEST(RequestText, IsTheRequestLineTheFieldsAndNothingElse) {
    EXPECT_EQ(
        request_text(a_get(), false, {}),
        "GET /api?q=%C3%A9 HTTP/1.1\r\nHost: data.sn:8443\r\nUser-Agent: M/1\r\nAccept: */*\r\n\r\n"
    );
}

TEST(RequestText, CarriesItsBodyWithItsLength) {
    Message message = a_get();
    message.headers.clear();
    message.method = "POST";
    message.body = "a=1";
    EXPECT_TRUE(request_text(message, false, {}).ends_with("\r\nContent-Length: 3\r\n\r\na=1"));
    message.body.clear();
    EXPECT_TRUE(request_text(message, false, {}).ends_with("\r\nContent-Length: 0\r\n\r\n"));
}

TEST(RequestText, NoHeaderNamesAnotherHostOrLength) {
    Message message = a_get();
    message.headers = {
        {"hOST", "127.0.0.1"},
        {"Content-Length", "9"},
        {"Transfer-Encoding", "chunked"},
        {"Connection", "X-Api-Key"},
        {"X-Api-Key", "k"}};
    EXPECT_EQ(
        request_text(message, false, {}),
        "GET /api?q=%C3%A9 HTTP/1.1\r\nHost: data.sn:8443\r\nX-Api-Key: k\r\n\r\n"
    );
}

TEST(RequestText, KnowsTheFormsThatProxiesWant) {
    Message message = a_get();
    message.headers.clear();
    EXPECT_EQ(
        request_text(message, true, "Basic eA=="),
        "GET https://data.sn:8443/api?q=%C3%A9 HTTP/1.1\r\nHost: data.sn:8443\r\n"
        "Proxy-Authorization: Basic eA==\r\n\r\n"
    );
    EXPECT_EQ(
        connect_text("data.sn:443", "Basic eA=="),
        "CONNECT data.sn:443 HTTP/1.1\r\nHost: data.sn:443\r\nProxy-Authorization: Basic "
        "eA==\r\n\r\n"
    );
}

} // namespace
} // namespace moisson::net
