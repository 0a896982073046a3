import Glibc

/// The time now as ISO 8601 with microseconds, in UTC: `2026-01-31T09:30:00.250000Z`.
package func timestamp() -> String {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  var parts = tm()
  gmtime_r(&now.tv_sec, &parts)
  func padded(_ number: some BinaryInteger, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
  let day = [
    padded(parts.tm_year + 1900, 4), padded(parts.tm_mon + 1, 2), padded(parts.tm_mday, 2),
  ]
  let time = [padded(parts.tm_hour, 2), padded(parts.tm_min, 2), padded(parts.tm_sec, 2)]
  return day.joined(separator: "-") + "T" + time.joined(separator: ":") + "."
    + padded(now.tv_nsec / 1000, 6) + "Z"
}
