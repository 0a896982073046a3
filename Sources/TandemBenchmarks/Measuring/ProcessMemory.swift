import FoundationEssentials

/// What the system says of this process's memory.
enum ProcessMemory {
  /// The most that was ever resident, in MiB; `nil` where the system does not tell.
  static var peakResidentMiB: Double? { kilobytes("VmHWM").map { $0 / 1024 } }

  /// What is resident now, in KiB.
  static var residentKiB: Double? { kilobytes("VmRSS") }

  private static func kilobytes(_ key: String) -> Double? {
    guard let data = try? Data(contentsOf: URL(filePath: "/proc/self/status")) else { return nil }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix(key + ":") }) else { return nil }
    return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
      .flatMap { Double($0) }
  }
}
