// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// All pages over views that are made up.
#pragma once

#include "pages/pages.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_views.hpp"

#include <gtest/gtest.h>

namespace moisson::test {

class PagesTest : public ::testing::Test {
protected:
    pages::PagesOptions options() const {
        pages::PagesOptions options;
        options.public_url = routes::PublicUrl("https://moisson.example.org/");
        options.version = "0.1.0";
        options.user_agent = "Moisson/0.1 (+https://moisson.example.org/robot)";
        options.contact = "contact@moisson.example.org";
        options.contact_url = "mailto:contact@moisson.example.org";
        return options;
    }
    net::ServerResponse get(std::string_view target) { return ask(handler_, target); }

    FakeViews views_;
    i18n::CodeLabels labels_ = fake_labels();
    StillClock clock_;
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    net::Handler handler_ = pages::make_pages_handler(views_, labels_, clock_, *log_, options());
};

} // namespace moisson::test
