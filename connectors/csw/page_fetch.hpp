// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One page of GetRecords under construction: whole, or in the pieces of a bisection.
#pragma once

#include "csw/service.hpp"
#include "kit/bisection.hpp"
#include "kit/connector.hpp"

#include <string>
#include <utility>
#include <vector>

namespace moisson::csw {

class PageFetch final : public kit::RangeFetcher {
public:
    PageFetch(Service& service, RecordsQuery query)
        : service_(&service), query_(std::move(query)) {}

    asio::awaitable<Result<void>> fetch_range(std::int64_t start, std::int64_t rows) override;
    void take(AnsweredPage answer);

    kit::Page page;
    // Of each record of the page (WirePage::stamps).
    std::vector<std::string> stamps;
    std::size_t body_bytes = 0;
    // nextRecord="0" of the last answer.
    bool says_last = false;

private:
    Service* service_;
    RecordsQuery query_;
};

} // namespace moisson::csw
