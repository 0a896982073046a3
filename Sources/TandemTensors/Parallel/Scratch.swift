internal import Glibc

/// Memory that operations use while they run and leave behind them.
///
/// Each thread keeps its own, which grows to what was asked of it and no further, so that a step that
/// has run once allocates nothing.
enum Scratch {
  /// Whom the memory is for: an operation as a whole, or one piece of a `parallelFor` within it.
  enum Purpose: Int {
    case operation, piece
  }

  /// Memory of this thread for at least `count` numbers, aligned for the vector units.
  ///
  /// What is in it is left from earlier. It is valid until the thread asks for the same purpose again.
  static func numbers(_ count: Int, for purpose: Purpose) -> UnsafeMutablePointer<Float> {
    let threads = thread
    if let buffer = threads.buffers[purpose.rawValue], buffer.count >= count {
      return buffer.pointer
    }
    let buffer = FloatBuffer(count: count)
    threads.buffers[purpose.rawValue] = buffer
    return buffer.pointer
  }

  private final class Thread {
    var buffers: [FloatBuffer?] = [nil, nil]
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let failed = pthread_key_create(&key) { thread in
      if let thread { Unmanaged<Thread>.fromOpaque(thread).release() }
    }
    precondition(failed == 0, "the system has no place left for a thread's own memory")
    return key
  }()

  private static var thread: Thread {
    if let known = pthread_getspecific(key) {
      return Unmanaged<Thread>.fromOpaque(known).takeUnretainedValue()
    }
    let new = Thread()
    pthread_setspecific(key, Unmanaged.passRetained(new).toOpaque())
    return new
  }
}
