internal import Glibc

/// What the processor can do, as the kernel tells it.
public struct ProcessorFeatures: Sendable, Equatable {
  /// The model's name, empty where it is not told.
  public var name: String
  /// Names of features, as `avx2`.
  public var flags: Set<String>

  /// Creates a description from its parts.
  public init(name: String, flags: Set<String>) {
    self.name = name
    self.flags = flags
  }

  /// Reads the description of the first processor from the text of `/proc/cpuinfo`.
  package init(cpuinfo text: String) {
    name = ""
    flags = []
    for line in text.split(whereSeparator: { $0 == "\n" }) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      switch line.prefix(while: { $0 != "\t" && $0 != ":" }) {
      case "model name": name = String(value)
      // The first processor stands for all.
      case "flags", "Features":
        flags = Set(value.split { $0 == " " }.map { String($0) })
        return
      default: continue
      }
    }
  }

  /// This machine's processor.
  public static let current: ProcessorFeatures = {
    guard let file = fopen("/proc/cpuinfo", "r") else { return Self(name: "", flags: []) }
    defer { fclose(file) }
    // One processor's paragraph; with hundreds of them the whole text takes milliseconds to make.
    var bytes = [UInt8](repeating: 0, count: 16_384)
    let count = fread(&bytes, 1, bytes.count, file)
    return Self(cpuinfo: String(decoding: bytes.prefix(count), as: UTF8.self))
  }()

  /// The vector units that BLAS kernels are written for.
  var level: KernelLevel {
    if flags.isSuperset(of: ["avx512f", "avx512bw", "avx512dq", "avx512vl"]) { return .avx512 }
    if flags.isSuperset(of: ["avx2", "fma"]) { return .avx2 }
    return flags.contains("avx") ? .avx : .basic
  }
}

/// The vector units that a BLAS kernel uses, weakest first.
enum KernelLevel: Int, Comparable {
  case basic, avx, avx2, avx512

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// OpenBLAS's name for the kernels of this level; `nil` for what it takes by itself.
  var coreName: String? {
    switch self {
    case .basic: nil
    case .avx: "Sandybridge"
    case .avx2: "Haswell"
    case .avx512: "SkylakeX"
    }
  }

  /// The level of a core that OpenBLAS names; cores that it does not name here use SSE alone.
  init(coreName: String) {
    switch coreName.lowercased() {
    case "skylakex", "cooperlake", "sapphirerapids": self = .avx512
    case "haswell", "zen", "excavator": self = .avx2
    case "sandybridge", "bulldozer", "piledriver", "steamroller": self = .avx
    default: self = .basic
    }
  }
}
