// The native side of the row machine-apply: the same calls as text in, the same outcomes as text
// out.
//   bench_machine FILE MILLISECONDS   FILE: a state, then a call on each line
// Prints the CPU microseconds of one call, the median over passes that fill the time.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "dikast/court.hpp"
#include "dikast/machine_io.hpp"

using namespace dikast;

namespace {

constexpr json::Limits kLimits{.bytes = 33'554'432, .depth = 96};

double cpu_microseconds() { return 1e6 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// All calls from the beginning; the bytes of all outcomes, or 0 when something is no call.
std::size_t pass(const std::string& state, const std::vector<std::string>& calls) {
  const auto parsed = json::parse_like_javascript(state, kLimits);
  if (!parsed) return 0;
  const auto machine = court::kinds().front().load(*parsed);
  if (!machine) return 0;
  std::size_t bytes = 0;
  for (const std::string& line : calls) {
    const auto input = json::parse_like_javascript(line, kLimits);
    if (!input) return 0;
    const auto call = machine::read_call(*input);
    if (!call) return 0;
    const auto outcome = (*machine)->apply(*call);
    if (!outcome) return 0;
    bytes += json::dump(machine::to_json(*outcome), true).size();
  }
  return bytes;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::ifstream in(argv[1], std::ios::binary);
  std::string state;
  std::getline(in, state);
  std::vector<std::string> calls;
  for (std::string line; std::getline(in, line);) calls.push_back(line);
  const double until = cpu_microseconds() + 1000 * std::strtod(argv[2], nullptr);
  std::vector<double> times;
  while (times.size() < 3 || cpu_microseconds() < until) {
    const double start = cpu_microseconds();
    if (calls.empty() || pass(state, calls) == 0) return 1;
    times.push_back((cpu_microseconds() - start) / static_cast<double>(calls.size()));
  }
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2),
                   times.end());
  std::printf("%.4f\n", times[times.size() / 2]);
  return 0;
}
