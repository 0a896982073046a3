/// Memory for numbers, aligned for the vector units; it never moves and is freed with its last owner.
///
/// `@unchecked Sendable`: a buffer is written by one thread at a time, the one that runs the plan or
/// the operation that owns it; a value that leaves its thread holds a finished buffer.
public final class FloatBuffer: @unchecked Sendable {
  public let count: Int
  package let pointer: UnsafeMutablePointer<Float>

  /// Creates a buffer of zeros.
  public init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    pointer = raw.bindMemory(to: Float.self, capacity: max(count, 1))
    pointer.initialize(repeating: 0, count: max(count, 1))
  }

  deinit {
    pointer.deallocate()
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
