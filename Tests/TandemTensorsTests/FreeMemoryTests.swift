import Foundation
import Testing

@testable import TandemTensors

/// What is free, as the system's files tell it.
@Suite struct FreeMemoryTests {
  /// A system of a few files.
  private static func free(_ files: [String: String]) throws -> Int? {
    let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: root) }
    for (path, text) in files {
      let file = root.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return FreeMemory(root: root.path()).byteCount
  }

  private static let meminfo = """
    MemTotal:       24000000 kB
    MemFree:         1000000 kB
    MemAvailable:    8000000 kB
    SwapFree:         500000 kB

    """

  @Test("the system has what is available, and room to swap to")
  func system() throws {
    #expect(try Self.free(["proc/meminfo": Self.meminfo]) == 8_500_000 << 10)
    #expect(try Self.free([:]) == nil)
    let free = FreeMemory().byteCount ?? 1
    #expect(free > 0)
  }

  @Test("a control group bounds it, as do those around it; copies of files make room")
  func groups() throws {
    let inner = "sys/fs/cgroup/lab/notebook/"
    var files = [
      "proc/meminfo": Self.meminfo, "proc/self/cgroup": "0::/lab/notebook\n",
      inner + "memory.max": "max\n", inner + "memory.current": "5000\n",
      "sys/fs/cgroup/lab/memory.max": "3000000000\n",
      "sys/fs/cgroup/lab/memory.current": "2500000000\n",
      "sys/fs/cgroup/lab/memory.stat": "anon 1\ninactive_file 100\nactive_file 20\n",
      "sys/fs/cgroup/lab/memory.swap.max": "0\n",
    ]
    #expect(try Self.free(files) == 500_000_120)
    files["sys/fs/cgroup/lab/memory.swap.max"] = "max\n"
    #expect(try Self.free(files) == 500_000_120 + 500_000 << 10)
    files[inner + "memory.max"] = "4000\n"
    files[inner + "memory.swap.max"] = "70\n"
    files[inner + "memory.swap.current"] = "50\n"
    #expect(try Self.free(files) == 20)
  }

  @Test("in a container the outermost folder is the group's own; the old hierarchy has other names")
  func containers() throws {
    #expect(
      try Self.free([
        "proc/meminfo": Self.meminfo, "proc/self/cgroup": "0::/\n",
        "sys/fs/cgroup/memory.max": "2000\n", "sys/fs/cgroup/memory.current": "500\n",
        "sys/fs/cgroup/memory.swap.max": "0\n",
      ]) == 1500)
    #expect(
      try Self.free([
        "proc/meminfo": Self.meminfo.replacing("500000 kB", with: "0 kB"),
        "proc/self/cgroup": "4:cpu,cpuacct:/docker/x\n3:memory:/docker/x\n",
        "sys/fs/cgroup/memory/memory.limit_in_bytes": "9000\n",
        "sys/fs/cgroup/memory/memory.usage_in_bytes": "4000\n",
        "sys/fs/cgroup/memory/memory.stat": "total_inactive_file 7\n",
      ]) == 5007)
  }

  @Test("a bound that is none is none")
  func unbounded() throws {
    #expect(
      try Self.free([
        "proc/meminfo": Self.meminfo, "proc/self/cgroup": "3:memory:/docker/x\n",
        "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
        "sys/fs/cgroup/memory/memory.usage_in_bytes": "4000\n",
      ]) == 8_500_000 << 10)
  }

  @Test("what does not fit is an error, and what fits is not")
  func plans() throws {
    let input = Tensor.placeholder([1000])
    let stages = [[Plan.Output(input.exp())]]
    try FreeMemory.$assumed.withValue(5000) {
      _ = try Plan(checking: stages)
      #expect(throws: MemoryShortage(neededByteCount: 8000, freeByteCount: 5000)) {
        try Tensor.placeholder(checking: [2000])
      }
    }
    FreeMemory.$assumed.withValue(3000) {
      #expect(throws: MemoryShortage.self) { try Plan(checking: stages) }
    }
    #expect(throws: MemoryShortage.self) { try Plan(checking: stages, byteLimit: 3999) }
    // No address reaches so far.
    #expect(throws: MemoryShortage.self) { try FloatBuffer(checking: 1 << 50) }
    #expect(throws: MemoryShortage.self) { try FloatBuffer(checking: .max) }
  }
}
