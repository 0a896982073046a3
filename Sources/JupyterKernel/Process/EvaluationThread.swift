import Glibc

/// Starts the thread that runs the cells.
///
/// - Parameters:
///   - stackSize: Bytes for nested calls; only what is used takes memory.
///   - body: Makes, uses and drops all that the thread owns.
/// - Throws: `SystemFailure` when the system has no thread left.
func startThread(stackSize: Int, _ body: @escaping @Sendable () -> Void) throws(SystemFailure) {
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setstacksize(&attributes, stackSize)
  pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
  let box = Unmanaged.passRetained(ThreadBody(body))
  var thread = pthread_t()
  let code = pthread_create(
    &thread, &attributes,
    { argument in
      guard let argument else { return nil }
      Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
      return nil
    }, box.toOpaque())
  if code != 0 {
    box.release()
    throw SystemFailure(call: "pthread_create", code: code)
  }
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
