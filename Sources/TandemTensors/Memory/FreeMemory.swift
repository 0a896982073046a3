internal import Glibc

/// A computation that needs more memory than there is.
public struct MemoryShortage: Error, Sendable, Equatable {
  /// How many bytes it needs beside what it has.
  public var neededByteCount: Int
  /// How many there are.
  public var freeByteCount: Int

  /// Creates the values of the error.
  public init(neededByteCount: Int, freeByteCount: Int) {
    self.neededByteCount = neededByteCount
    self.freeByteCount = freeByteCount
  }
}

/// How much memory the process may still take.
///
/// Linux gives memory out before it has it, and ends a process that writes to more than there is. So what
/// is large is held against what is free before it is asked for. What the system says it can make free
/// counts as free (caches of files, room to swap to), for nothing should be refused that would have fit.
package struct FreeMemory {
  /// The folder in which `proc` and `sys` lie.
  private let root: String

  /// Less than this is not looked at: to ask the system would take longer than it is worth.
  private static let leastByteCount = 16 << 20

  /// What tests take for free instead of what the system says.
  @TaskLocal package static var assumed: Int?

  /// Looks at a system.
  /// - Parameter root: The folder in which its `proc` and `sys` lie.
  package init(root: String = "") { self.root = root }

  /// Makes sure that some bytes are free.
  /// - Parameter byteCount: How many.
  /// - Throws: `MemoryShortage`.
  package static func require(_ byteCount: Int) throws {
    let assumed = assumed
    if assumed == nil, byteCount < leastByteCount { return }
    guard let free = assumed ?? FreeMemory().byteCount, byteCount > free else { return }
    throw MemoryShortage(neededByteCount: byteCount, freeByteCount: free)
  }

  /// Makes sure that there is room for some numbers.
  /// - Parameters:
  ///   - count: How many.
  ///   - size: How many bytes each takes.
  /// - Throws: `MemoryShortage`.
  package static func require(numbers count: Int, of size: Int = MemoryLayout<Float>.stride) throws
  {
    let (bytes, overflows) = count.multipliedReportingOverflow(by: size)
    try require(overflows ? .max : bytes)
  }

  /// How many bytes the process may still take; `nil` where the system does not say.
  package var byteCount: Int? {
    let lines = lines(of: "/proc/meminfo")
    guard let available = Self.figure("MemAvailable:", in: lines) else { return nil }
    let swap = (Self.figure("SwapFree:", in: lines) ?? 0) << 10
    return groups.compactMap { $0.room(in: self, swap: swap) }
      .reduce((available << 10) + swap, min)
  }

  /// The control groups that the process is in, as far as they bound its memory.
  private var groups: [ControlGroup] {
    lines(of: "/proc/self/cgroup").flatMap { line -> [ControlGroup] in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [] }
      let isUnified = parts[1].isEmpty
      guard isUnified || parts[1].split(separator: ",").contains("memory") else { return [] }
      // Each folder above bounds all that are in it. In a container the outermost is all there is.
      var path = String(parts[2])
      var folders: [String] = []
      while let slash = path.lastIndex(of: "/") {
        folders.append(path)
        path = String(path[..<slash])
      }
      let base = isUnified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
      return Set(folders + [""]).sorted().map {
        ControlGroup(folder: base + ($0 == "/" ? "" : $0), isUnified: isUnified)
      }
    }
  }

  /// A group of processes that share a bound.
  private struct ControlGroup {
    var folder: String
    var isUnified: Bool

    /// What the bound leaves; `nil` for a group without one.
    func room(in memory: FreeMemory, swap: Int) -> Int? {
      let names =
        isUnified
        ? (bound: "/memory.max", used: "/memory.current", prefix: "")
        : (bound: "/memory.limit_in_bytes", used: "/memory.usage_in_bytes", prefix: "total_")
      // Without a bound the old hierarchy gives the largest number that it knows.
      guard let bound = memory.number(in: folder + names.bound), bound < .max / 2,
        let used = memory.number(in: folder + names.used)
      else { return nil }
      // Copies of files count as used, but make room for whoever needs it.
      let figures = memory.lines(of: folder + "/memory.stat")
      let caches = ["inactive_file ", "active_file ", "slab_reclaimable "].reduce(0) {
        $0 + (FreeMemory.figure(names.prefix + $1, in: figures) ?? 0)
      }
      var swap = swap
      if isUnified, let most = memory.number(in: folder + "/memory.swap.max") {
        swap = min(swap, max(most - (memory.number(in: folder + "/memory.swap.current") ?? 0), 0))
      }
      return max(bound - used, 0) + caches + swap
    }
  }

  /// The number that a file holds; `nil` if it holds none, or is not there.
  private func number(in path: String) -> Int? {
    lines(of: path).first.flatMap { Int($0) }
  }

  /// The number after a name.
  private static func figure(_ name: String, in lines: [Substring]) -> Int? {
    lines.first { $0.hasPrefix(name) }.flatMap { line in
      line.dropFirst(name.count).split(separator: " ").first.flatMap { Int($0) }
    }
  }

  private func lines(of path: String) -> [Substring] {
    guard let file = fopen(root + path, "r") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
  }
}
