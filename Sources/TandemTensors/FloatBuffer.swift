internal import Glibc

/// Memory for numbers, aligned for the vector units; it never moves and is freed with its last owner.
///
/// `@unchecked Sendable`: a buffer is written by one thread at a time, the one that runs the plan or
/// the operation that owns it; a value that leaves its thread holds a finished buffer.
public final class FloatBuffer: @unchecked Sendable {
  public let count: Int
  package let pointer: UnsafeMutablePointer<Float>

  /// Creates a buffer of zeros; for sizes that are known to fit.
  public init(count: Int) {
    guard let memory = Self.zeros(count) else {
      preconditionFailure("the system has no memory for \(count) numbers")
    }
    self.count = count
    pointer = memory
  }

  /// Creates a buffer of zeros whose size comes from outside.
  /// - Parameter count: How many numbers there are.
  /// - Throws: `MemoryShortage`, where there is not so much memory.
  public init(checking count: Int) throws {
    try FreeMemory.require(numbers: count)
    guard let memory = Self.zeros(count) else {
      // What is free may still not be the process's to take.
      let (bytes, overflows) = count.multipliedReportingOverflow(by: MemoryLayout<Float>.stride)
      throw MemoryShortage(neededByteCount: overflows ? .max : bytes, freeByteCount: 0)
    }
    self.count = count
    pointer = memory
  }

  private static func zeros(_ count: Int) -> UnsafeMutablePointer<Float>? {
    let size = max(count, 1)
    let (bytes, overflows) = size.multipliedReportingOverflow(by: MemoryLayout<Float>.stride)
    var raw: UnsafeMutableRawPointer?
    guard !overflows, posix_memalign(&raw, 64, bytes) == 0, let raw else { return nil }
    let memory = raw.bindMemory(to: Float.self, capacity: size)
    memory.initialize(repeating: 0, count: size)
    return memory
  }

  deinit {
    free(pointer)
  }

  /// The whole buffer as a slice.
  public var whole: BufferSlice { BufferSlice(self, offset: 0, count: count) }
}

/// A stretch of a buffer: where a tensor's numbers lie, row-major and without gaps.
public struct BufferSlice: Sendable {
  public let buffer: FloatBuffer
  public let offset: Int
  public let count: Int

  /// Creates a slice that lies within the buffer.
  public init(_ buffer: FloatBuffer, offset: Int, count: Int) {
    precondition(offset >= 0 && count >= 0 && offset + count <= buffer.count, "slice out of bounds")
    self.buffer = buffer
    self.offset = offset
    self.count = count
  }

  /// The numbers; the pointer is valid while the slice's buffer lives.
  package var pointer: UnsafeMutablePointer<Float> { buffer.pointer + offset }

  /// A copy of the numbers.
  public var values: [Float] {
    Array(UnsafeBufferPointer(start: pointer, count: count))
  }

  /// Overwrites the numbers; there must be as many as the slice holds.
  public func assign(_ values: [Float]) {
    precondition(values.count == count, "\(values.count) numbers for a slice of \(count)")
    values.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { pointer.update(from: start, count: count) }
    }
  }
}
