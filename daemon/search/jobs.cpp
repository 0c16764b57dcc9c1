// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "search/jobs.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace moisson::search {

namespace {

class JobList {
public:
    explicit JobList(std::span<const Job> jobs) : jobs_(jobs), failures_(jobs.size()) {}

    // Until none is left; any thread.
    void work_off() noexcept {
        for (std::size_t at = next_.fetch_add(1); at < jobs_.size(); at = next_.fetch_add(1))
            try {
                jobs_[at]();
            } catch (...) {
                failures_[at] = std::current_exception();
            }
    }
    void rethrow() const {
        for (const std::exception_ptr& failure : failures_)
            if (failure)
                std::rethrow_exception(failure);
    }

private:
    std::span<const Job> jobs_;
    // One a job, written by who does it.
    std::vector<std::exception_ptr> failures_;
    std::atomic<std::size_t> next_{0};
};

} // namespace

void run_jobs(std::span<const Job> jobs, unsigned threads) {
    JobList list(jobs);
    const std::size_t workers = std::min<std::size_t>(std::max(threads, 1U), jobs.size());
    std::vector<std::thread> others;
    others.reserve(workers);
    try {
        while (others.size() + 1 < workers)
            others.emplace_back([&list] { list.work_off(); });
    } catch (const std::system_error&) {
        // No thread to be had: those that are there do it all.
    }
    list.work_off();
    for (std::thread& other : others)
        other.join();
    list.rethrow();
}

} // namespace moisson::search
